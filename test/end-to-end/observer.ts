import { Api } from '../lab/api.ts';

type Element = Awaited<ReturnType<Api['elements']>>[number];

/** The API, asked about the reference lab. */
export class Observer extends Api {
  /** Element `number` of the lab; undefined where none is known. */
  async element(number: number): Promise<Element | undefined> {
    return (await this.elements()).find(({ pairing }) => pairing.key === `sc${number}`);
  }

  async stateOf(number: number): Promise<string | undefined> {
    return (await this.element(number))?.state;
  }

  async sessionOf(routerId: string): Promise<number> {
    return (await this.routers()).find(({ id }) => id === routerId)?.session.id ?? 0;
  }

  /** Cursor behind the newest event. */
  async now(): Promise<string | null> {
    return (await this.events(null)).next;
  }

  /** Types of the events after a cursor that speak of elements or announcements. */
  async discoveryEventsAfter(cursor: string | null): Promise<string[]> {
    const { events } = await this.events(cursor);
    return events.map(({ type }) => type).filter((type) => /^(element|announcement)\./.test(type));
  }
}
