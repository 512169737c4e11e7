import type { CollectorServices } from './services.ts';

const lookMilliseconds = 1000;

/** Tells the table that this collector lives: once per heartbeat interval, and soon after connections came or went. */
export class Presence {
  readonly #services: CollectorServices;
  readonly #describe: () => { address: string; connections: number };
  readonly #startedAt: number;
  readonly #timer: NodeJS.Timeout;
  #beatAt = 0;
  #toldConnections = 0;

  constructor(services: CollectorServices, describe: () => { address: string; connections: number }) {
    this.#services = services;
    this.#describe = describe;
    this.#startedAt = services.now();
    this.#timer = setInterval(() => this.#look(), lookMilliseconds);
    void this.#beat();
  }

  /** Says a last word, so that the count of connections is right. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beat();
  }

  #look(): void {
    const { config, now } = this.#services;
    const isDue = now() - this.#beatAt >= config.heartbeatSeconds * 1000;
    if (isDue || this.#describe().connections !== this.#toldConnections) void this.#beat();
  }

  async #beat(): Promise<void> {
    const { claims, config, log, metrics, now } = this.#services;
    const described = this.#describe();
    this.#beatAt = now();
    this.#toldConnections = described.connections;
    try {
      await claims.putCollector({
        collectorId: config.collectorId,
        startedAt: this.#startedAt,
        heartbeatAt: this.#beatAt,
        ...described,
        connectionsMax: config.maxConnections,
      });
    } catch (error) {
      metrics.claimRetries.inc({ operation: 'presence' });
      log.warn({ err: error }, 'collector heartbeat failed, the next one follows');
    }
  }
}
