import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRow } from '#model/api-rows.ts';
import type { Api } from './api.ts';

const restMilliseconds = 500;

/** What the event feed says from a moment on. */
export class EventWatch {
  readonly #api: Api;
  readonly #from: string | null;

  private constructor(api: Api, from: string | null) {
    this.#api = api;
    this.#from = from;
  }

  /** Everything from now on. What the API shows is told a moment later: the feed has to have come to rest. */
  static async start(api: Api): Promise<EventWatch> {
    let { next } = await api.events(null);
    for (;;) {
      await sleep(restMilliseconds);
      const { events, next: later } = await api.events(next);
      if (events.length === 0) return new EventWatch(api, next);
      next = later;
    }
  }

  /** Everything that there is. */
  static ofAll = (api: Api): EventWatch => new EventWatch(api, null);

  /** Of these types, or of types that begin so, oldest first. */
  async events(...types: string[]): Promise<EventRow[]> {
    const { events } = await this.#api.events(this.#from);
    return events.filter(({ type }) => types.some((wanted) => type === wanted || type.startsWith(`${wanted}.`)));
  }

  /** What became of one thing, a line a change: `complete -> half-open`. */
  async changesOf(subject: string, type: string): Promise<string[]> {
    const events = (await this.events(type)).filter((event) => event.subject === subject);
    return events.map(({ data }) => `${data.from} -> ${data.to}`);
  }
}
