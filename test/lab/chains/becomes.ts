import { expect } from 'vitest';
import type { ElementRow } from '#model/api-rows.ts';
import type { Api } from '../api.ts';
import { eventually } from '../eventually.ts';
import { type Firewall, ny1, type Pe } from './topology.ts';

/** As its PE alone sees it. */
export const idAt = ({ name }: Pe, { hostName }: Firewall): string => `${name}~fqdn~${hostName}`;

/** As all PEs of its location see it together. */
export const idAcross = (location: string, { hostName }: Firewall): string => `@${location}~fqdn~${hostName}`;

/** Of the two machines that say in large communities what they are. */
export const idOfPair = `${ny1.name}~large-community~7`;

export async function elementOf(api: Api, id: string): Promise<ElementRow> {
  const found = (await api.elements()).find((element) => element.id === id);
  return found ?? expect.fail(`there is no element ${id}`);
}

interface Expected {
  state: ElementRow['state'];
  missing?: readonly string[];
  reason?: string | null;
}

/** Waits until the API shows the element so; tells how many milliseconds it took. */
export const becomes = (api: Api, id: string, expected: Expected, seconds = 30): Promise<number> =>
  eventually(seconds, async () => expect(await elementOf(api, id)).toMatchObject(expected));

export const complete: Expected = { state: 'complete', missing: [], reason: null };

/** Waits until the API has findings of a kind with these details and no others. */
export const finds = (api: Api, kind: string, details: unknown[], seconds = 30): Promise<number> =>
  eventually(seconds, async () => {
    const found = await api.findings({ kind });
    expect(found.map(({ detail }) => detail)).toEqual(details);
  });
