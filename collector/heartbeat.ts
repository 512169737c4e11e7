/** Seconds of silence after which a heartbeat is due, so that what is concluded from silence is concluded soon. */
const quietSteps = [2, 4, 8, 16, 32];

/** Says when a heartbeat is due. Times are milliseconds of one clock. */
export class HeartbeatSchedule {
  readonly #interval: number;
  #lastActivity: number;
  #lastBeat: number;
  #step = 0;

  constructor(intervalMilliseconds: number, now: number) {
    this.#interval = intervalMilliseconds;
    this.#lastActivity = now;
    this.#lastBeat = now;
  }

  activity(now: number): void {
    this.#lastActivity = now;
    this.#step = 0;
  }

  /** True once for each step of silence, and once per interval. */
  due(now: number): boolean {
    const quietSeconds = (now - this.#lastActivity) / 1000;
    const step = quietSteps.filter((seconds) => seconds <= quietSeconds).length;
    const isDue = step > this.#step || now - this.#lastBeat >= this.#interval;
    this.#step = Math.max(step, this.#step);
    if (isDue) this.#lastBeat = now;
    return isDue;
  }
}
