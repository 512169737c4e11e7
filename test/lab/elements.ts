import { expect } from 'vitest';
import type { ElementRow, EventRow } from '#model/api-rows.ts';
import type { Api } from './api.ts';
import { eventually } from './eventually.ts';
import type { Element as LabElement, Role } from './frr/topology.ts';

/**
 * The element of the lab as the API has it. Both its sessions carry its host name (FRR, in the OPEN) and its BGP identifier:
 * one of these is its key.
 */
export async function elementOf(api: Api, { name, bgpId }: Pick<LabElement, 'name' | 'bgpId'>): Promise<ElementRow> {
  const found = (await api.elements()).filter(({ pairing }) => pairing.key === name || pairing.key === bgpId);
  expect(found, `elements with key ${name} or ${bgpId}`).toHaveLength(1);
  const [element] = found;
  if (element === undefined) throw new Error('unreachable');
  return element;
}

export interface Expected {
  state: string;
  missing: Role[];
}

export const complete: Expected = { state: 'complete', missing: [] };
export const halfOpen = (...missing: Role[]): Expected => ({ state: 'half-open', missing });
export const lost: Expected = { state: 'lost', missing: ['trust', 'untrust'] };

/** Waits until the API shows the element so; tells how many milliseconds it took. */
export function becomes(api: Api, element: LabElement, expected: Expected, seconds = 15): Promise<number> {
  return eventually(seconds, async () => expect(await elementOf(api, element)).toMatchObject(expected));
}

/** What the event feed says of elements from a moment on. */
export class ElementWatch {
  readonly #api: Api;
  readonly #from: string | null;

  private constructor(api: Api, from: string | null) {
    this.#api = api;
    this.#from = from;
  }

  /** Everything from now on. */
  static async start(api: Api): Promise<ElementWatch> {
    return new ElementWatch(api, (await api.events(null)).next);
  }

  /** The same watch, by way of a station that has been started anew. */
  at(api: Api): ElementWatch {
    return new ElementWatch(api, this.#from);
  }

  /** Events of type `element.*` about elements of these routers, oldest first; of all routers when none is named. */
  async events(...routers: string[]): Promise<EventRow[]> {
    const { events } = await this.#api.events(this.#from);
    const elements = await this.#api.elements();
    const subjects = new Set(elements.filter(({ router }) => routers.includes(router)).map(({ id }) => id));
    const concerned = ({ subject }: EventRow): boolean => routers.length === 0 || subjects.has(subject);
    return events.filter((event) => event.type.startsWith('element.') && concerned(event));
  }

  /** The same, one line an event, by the key of the element: `sc1 complete -> half-open`. */
  async changes(...routers: string[]): Promise<string[]> {
    const keys = new Map((await this.#api.elements()).map(({ id, pairing }) => [id, pairing.key]));
    const events = await this.events(...routers);
    return events.map(({ subject, data }) => `${keys.get(subject)} ${data.from} -> ${data.to}`);
  }
}
