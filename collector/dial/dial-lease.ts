import type { Logger } from 'pino';
import type { DialLeases } from './dial-leases.ts';

export interface DialLeaseProps {
  leases: DialLeases;
  target: string;
  collectorId: string;
  leaseMilliseconds: number;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** The lease on one router, renewed three times in its length from when it is taken until it is lost or released. */
export class DialLease {
  readonly #props: DialLeaseProps;
  #timer: NodeJS.Timeout | null = null;

  constructor(props: DialLeaseProps) {
    this.#props = props;
  }

  get isOurs(): boolean {
    return this.#timer !== null;
  }

  /** False where another collector has it, or the table does not say. */
  async take(): Promise<boolean> {
    if (!(await this.#hold(false))) return false;
    this.#timer ??= setInterval(() => void this.#renew(), this.#props.leaseMilliseconds / 3);
    return true;
  }

  async release(): Promise<void> {
    if (!this.isOurs) return;
    this.#stop();
    const { leases, target, collectorId, log, now } = this.#props;
    try {
      await leases.release(target, collectorId, now());
    } catch (error) {
      log.warn({ err: error }, 'lease could not be released, and ends by itself');
    }
  }

  async #renew(): Promise<void> {
    if (!(await this.#hold(true))) this.#stop();
  }

  /** `otherwise`: what is taken to be so where the table does not say. */
  async #hold(otherwise: boolean): Promise<boolean> {
    const { leases, target, collectorId, leaseMilliseconds, log, now } = this.#props;
    const at = now();
    try {
      return await leases.hold({ target, collectorId, now: at, until: at + leaseMilliseconds });
    } catch (error) {
      log.warn({ err: error }, 'table operation failed, will be tried again');
      return otherwise;
    }
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
