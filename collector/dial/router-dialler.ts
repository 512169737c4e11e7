import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type BackOff, pauseOf } from '../back-off.ts';
import type { CollectorMetrics } from '../metrics.ts';
import type { DialTarget } from './config.ts';
import { dial } from './dial.ts';
import type { DialLease } from './dial-lease.ts';

export interface DialTimings {
  /** Between tries, of which each is later than the last. */
  backOff: BackOff;
  /** A connection that lasted so long was none that failed. */
  steadyMilliseconds: number;
  /** Between looks at a lease that another collector has; the first look comes within a tenth of it. */
  lookMilliseconds: number;
}

export interface RouterDiallerProps {
  target: DialTarget;
  lease: DialLease;
  /** Makes a session of a connection; resolves when that has ended, rejects when it may not be. */
  adopt: (socket: Socket) => Promise<void>;
  metrics: Pick<CollectorMetrics, 'dials'>;
  log: Logger;
  timings: DialTimings;
  /** No more connections are made. The one there is stays. */
  signal: AbortSignal;
}

/** After so many tries that failed in a row, another collector may try: it may be able to. */
const triesWithLease = 5;

/** Of tries that fail in a row the first few are logged, then one in so many. */
const loggedTries = 3;
const loggedOneIn = 20;

/** Connects to one router whenever there is no connection, as long as this collector has the lease. */
export class RouterDialler {
  readonly #props: RouterDiallerProps;
  #failed = 0;

  constructor(props: RouterDiallerProps) {
    this.#props = props;
  }

  /** Until the signal comes and the last connection has ended. Never rejects. */
  async run(): Promise<void> {
    const { lease, signal, timings } = this.#props;
    // Collectors that start together have the routers spread over them by who looks first.
    await this.#pause((timings.lookMilliseconds / 10) * Math.random());
    while (!signal.aborted) {
      if (lease.isOurs || (await lease.take())) await this.#connect();
      else await this.#pause(timings.lookMilliseconds * (0.5 + Math.random()));
    }
    await lease.release();
  }

  async #connect(): Promise<void> {
    const { target, lease, adopt, metrics, signal, timings } = this.#props;
    const began = performance.now();
    try {
      const socket = await dial(target, signal);
      metrics.dials.inc({ outcome: 'connected' });
      await adopt(socket).finally(() => socket.destroy());
    } catch (error) {
      if (signal.aborted) return;
      metrics.dials.inc({ outcome: 'failed' });
      this.#logFailure(error);
    }
    this.#failed = performance.now() - began >= timings.steadyMilliseconds ? 0 : this.#failed + 1;
    if (this.#failed > 0 && this.#failed % triesWithLease === 0) await lease.release();
    await this.#pause(pauseOf(Math.max(1, this.#failed), timings.backOff));
  }

  #logFailure(error: unknown): void {
    const tries = this.#failed + 1;
    if (tries > loggedTries && tries % loggedOneIn !== 0) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#props.log.warn({ reason, tries }, 'router could not be connected to, will be tried again');
  }

  async #pause(milliseconds: number): Promise<void> {
    // Rejects when the signal comes, which is all it has to say.
    await delay(milliseconds, undefined, { signal: this.#props.signal }).catch(() => {});
  }
}
