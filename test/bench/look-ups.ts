import { formatIpv4 } from '#protocol/net/address.ts';
import { lookup } from '#rib/read/lookup.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { MeteredStore } from '#rib/store/metered-store.ts';
import type { Random } from '../fuzz/random.ts';
import { readUnitsOf } from './report.ts';

/** What one look-up, or request, took. */
export interface Taken {
  milliseconds: number;
  readUnits: number;
  blocksRead: number;
}

/** Addresses of four octets. */
export function randomAddresses(count: number, random: Random): Uint8Array[] {
  return Array.from({ length: count }, () => random.octets(4));
}

/** Each somewhere in the prefix of a route, all routes being equally likely. */
export async function routedAddresses(
  store: MeteredStore,
  family: string,
  count: number,
  random: Random,
): Promise<Uint8Array[]> {
  const reader = new RibReader({ store, now: Date.now });
  const found: Uint8Array[] = [];
  for (const head of await reader.heads()) {
    const view = await reader.open(head, family);
    const rows = view.entries.reduce((sum, entry) => sum + entry.rows, 0);
    for await (const routes of view.scan()) {
      for (const { nlri } of routes)
        if (random.below(rows) < count) found.push(withinPrefix(nlri.address, nlri.prefixLength, random));
    }
  }
  return found;
}

function withinPrefix(address: Uint8Array, prefixLength: number, random: Random): Uint8Array {
  const octets = random.octets(4);
  for (let bit = 0; bit < prefixLength; bit += 1) {
    const mask = 0x80 >> (bit & 7);
    const index = bit >> 3;
    octets[index] = ((octets[index] ?? 0) & ~mask) | ((address[index] ?? 0) & mask);
  }
  return octets;
}

/** Longest matches over all routers, one after the other, by one reader: heads, logs, manifests and blocks. */
export async function lookUpEach(
  store: MeteredStore,
  family: string,
  addresses: readonly Uint8Array[],
  keepBlockOctets?: number,
): Promise<Taken[]> {
  const kept = keepBlockOctets === undefined ? {} : { keepBlockOctets };
  const reader = new RibReader({ store, now: Date.now, ...kept });
  return eachTaken(store, addresses, async (address) => {
    const views = await Promise.all((await reader.heads()).map((head) => reader.open(head, family)));
    await lookup(views, { address, prefixLength: 32, match: 'longest', includeStale: true });
  });
}

/** The same by requests to the API, or others. */
export async function eachTaken<Item>(
  store: MeteredStore,
  items: readonly Item[],
  take: (item: Item) => Promise<void>,
): Promise<Taken[]> {
  const taken: Taken[] = [];
  store.takeUsage();
  for (const item of items) {
    const began = performance.now();
    await take(item);
    const milliseconds = performance.now() - began;
    const usage = store.takeUsage();
    const blocks = usage.filter(({ kind }) => kind === 'BLOCK');
    const blocksRead = blocks.reduce((sum, { requests }) => sum + requests, 0);
    taken.push({ milliseconds, readUnits: readUnitsOf(usage), blocksRead });
  }
  return taken;
}

export const addressText = (octets: Uint8Array): string => formatIpv4(octets);
