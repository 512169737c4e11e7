import type { Logger } from 'pino';
import type { CaptureRequest } from '#model/control.ts';
import type { BackOff } from '../back-off.ts';
import type { CollectorMetrics } from '../metrics.ts';
import type { Requests } from '../requests.ts';
import { Capture } from './capture.ts';
import type { CaptureDestination } from './destination.ts';
import { OctetBudget } from './session-opening.ts';
import { SessionTap } from './session-tap.ts';

/** What all captures of a collector share. */
export interface CaptureServices {
  destination: CaptureDestination;
  requests: Requests;
  collectorId: string;
  /** How long the table knows of a capture whose time is over. */
  keptSeconds: number;
  metrics: CollectorMetrics;
  log: Logger;
  backOff: BackOff;
  now: () => number;
  /** Aborted when the time to stop is over. */
  abandon: AbortSignal;
}

/** Each may hold 2 MiB that wait and, on their way to S3, two files of 8 MiB. */
const mostCaptures = 4;

/** Of all sessions together: what is kept of each in case it is captured. */
const openingOctets = 67_108_864;

export interface CapturedSession {
  routerId: string;
  session: number;
  log: Logger;
}

/** The captures of a collector: of a router one at a time, of all routers a few. */
export class Captures {
  readonly #services: CaptureServices;
  readonly #openings = new OctetBudget(openingOctets);
  /** By router; each in turn. */
  readonly #last = new Map<string, Promise<void>>();
  #running = 0;

  constructor(services: CaptureServices) {
    this.#services = services;
  }

  tap(): SessionTap {
    return new SessionTap(this, this.#openings);
  }

  get now(): number {
    return this.#services.now();
  }

  /** What is asked for a router; null also where the table does not say. */
  async requestOf({ routerId, log }: CapturedSession): Promise<CaptureRequest | null> {
    try {
      return (await this.#services.requests.read(routerId))?.capture ?? null;
    } catch (error) {
      this.#services.metrics.claimRetries.inc({ operation: 'request' });
      log.warn({ err: error }, 'what is asked for the router is not known yet');
      return null;
    }
  }

  /** Null where as many are being made as there may be. */
  begin(request: CaptureRequest, { routerId, session, log }: CapturedSession): Capture | null {
    if (this.#running >= mostCaptures) return null;
    this.#running++;
    const previous = this.#last.get(routerId) ?? Promise.resolve();
    const capture = new Capture({ services: this.#services, request, routerId, session, log, previous });
    const ended = capture.ended.then(() => {
      this.#running--;
      if (this.#last.get(routerId) === ended) this.#last.delete(routerId);
    });
    this.#last.set(routerId, ended);
    return capture;
  }

  /** Resolves when all that have been ended are written. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
