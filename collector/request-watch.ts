import type { Requests } from './requests.ts';
import type { CollectorServices } from './services.ts';

/** Looks regularly for what operators ask of the routers that are connected here. Nobody connects to a collector for that. */
export class RequestWatch {
  readonly #services: CollectorServices;
  readonly #requests: Requests;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;

  constructor(services: CollectorServices, requests: Requests) {
    this.#services = services;
    this.#requests = requests;
    this.#timer = setInterval(() => this.#lookSoon(), services.config.controlSeconds * 1000);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look at a time; none where no router is connected. */
  #lookSoon(): void {
    if (this.#services.registry.size === 0) return;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
  }

  async #look(): Promise<void> {
    const { registry, metrics, log } = this.#services;
    try {
      for (const request of await this.#requests.list()) registry.find(request.routerId)?.asked(request);
    } catch (error) {
      metrics.claimRetries.inc({ operation: 'requests' });
      log.warn({ err: error }, 'requests could not be read, the next look follows');
    }
  }
}
