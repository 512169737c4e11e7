import { blockKeys, type Key, logKeys, manifestKeys } from '#model/keys.ts';
import type { Manifest } from '#rib/base/manifest.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { itemSize } from '#rib/store/item-size.ts';
import { queryAll, type Store } from '#rib/store/store.ts';

/** What of a router and family lies in the table, octets as the service counts them. */
export interface AtRest {
  routes: number;
  blocks: number;
  /** Blocks and manifest: what look-ups read. */
  base: number;
  /** All of the log that has not expired, merged or not. */
  log: number;
}

/** Of items that expire. */
const someTtl = 1_800_000_000;

export async function atRest(store: Store, routerId: string, family: string): Promise<AtRest> {
  const manifest = await readManifest(store, routerId, family);
  if (manifest === null) throw new Error(`${routerId} has no base`);
  const keys = manifest.entries.map(({ id }) => blockKeys.key(routerId, family, id));
  let base = await sizeAt(store, manifestKeys.current(routerId, family));
  for (const key of keys) base += await sizeAt(store, key, someTtl);
  let log = 0;
  for await (const item of queryAll(store, logKeys.partition(routerId, family))) log += itemSize(item, someTtl);
  return { routes: rowsIn(manifest), blocks: keys.length, base, log };
}

export const rowsIn = ({ entries }: Manifest): number => entries.reduce((sum, { rows }) => sum + rows, 0);

async function sizeAt(store: Store, key: Key, ttl?: number): Promise<number> {
  const document = await store.get(key);
  if (document === undefined) throw new Error(`there is no item ${key.pk} ${key.sk}`);
  return itemSize({ key, document }, ttl);
}
