/** Seconds of silence after which a heartbeat is due, so that what is concluded from silence is concluded soon. */
const quietSteps = [2, 4, 8, 16, 32];

/** All in milliseconds. */
export interface HeartbeatIntervals {
  /** In silence, once the steps are over. */
  idle: number;
  /** While the router keeps talking, so that its counters are known. */
  active: number;
  /** By so much the first beat after the steps is early, once in each silence: routers that came at the same moment beat at moments of their own. */
  early: number;
}

/** Says when a heartbeat is due. Times are milliseconds of one clock. */
export class HeartbeatSchedule {
  readonly #intervals: HeartbeatIntervals;
  #lastActivity: number;
  /** Since when there is something that no heartbeat has told of. */
  #untoldSince: number | null = null;
  #lastBeat: number;
  #step = 0;

  constructor(intervals: HeartbeatIntervals, now: number) {
    this.#intervals = intervals;
    this.#lastActivity = now;
    this.#lastBeat = now;
  }

  activity(now: number): void {
    this.#lastActivity = now;
    this.#untoldSince ??= now;
    this.#step = 0;
  }

  /** True once for each step of silence, and once per interval. */
  due(now: number): boolean {
    const { idle, active } = this.#intervals;
    const quietSeconds = (now - this.#lastActivity) / 1000;
    const step = quietSteps.filter((seconds) => seconds <= quietSeconds).length;
    const isOld = this.#untoldSince !== null && now - this.#untoldSince >= active;
    const isDue = step > this.#step || isOld || now - this.#lastBeat >= idle;
    if (isDue) this.#told(now);
    if (step > this.#step && step === quietSteps.length) this.#lastBeat = now - this.#intervals.early;
    this.#step = Math.max(step, this.#step);
    return isDue;
  }

  #told(now: number): void {
    this.#lastBeat = now;
    this.#untoldSince = null;
  }
}
