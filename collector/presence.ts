import type { CollectorServices } from './services.ts';

/** Tells the table, once a minute, that this collector lives. */
export class Presence {
  readonly #services: CollectorServices;
  readonly #describe: () => { address: string; connections: number };
  readonly #startedAt: number;
  readonly #timer: NodeJS.Timeout;

  constructor(services: CollectorServices, describe: () => { address: string; connections: number }) {
    this.#services = services;
    this.#describe = describe;
    this.#startedAt = services.now();
    this.#timer = setInterval(() => void this.#beat(), services.config.heartbeatSeconds * 1000);
    void this.#beat();
  }

  /** Says a last word, so that the count of connections is right. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beat();
  }

  async #beat(): Promise<void> {
    const { claims, config, log, metrics, now } = this.#services;
    try {
      await claims.putCollector({
        collectorId: config.collectorId,
        startedAt: this.#startedAt,
        heartbeatAt: now(),
        ...this.#describe(),
        connectionsMax: config.maxConnections,
      });
    } catch (error) {
      metrics.claimRetries.inc({ operation: 'presence' });
      log.warn({ err: error }, 'collector heartbeat failed, the next one follows');
    }
  }
}
