import { blockKeys, type Key, logKeys } from '#model/keys.ts';
import { sealed } from '#rib/octets/sealed.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { queryAll, type Store } from '#rib/store/store.ts';
import { type CompactedRouter, family, type left, textsOf } from './compacted-router.ts';

/** What befalls a stored item. */
export type Harm = (store: Store, key: Key) => Promise<void>;

export const gone: Harm = (store, key) => store.write([{ delete: key }]);

export const replaced =
  (data: unknown): Harm =>
  async (store, key) => {
    await store.write([{ put: { key, document: { ...(await store.get(key)), data } } }]);
  };

export const turned: Harm = async (store, key) => {
  const data = Uint8Array.from((await store.get(key))?.data as Uint8Array);
  data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
  await replaced(data)(store, key);
};
export const newer: Harm = replaced(sealed(99, Uint8Array.of(1)));

export const harms: [string, Harm][] = [
  ['gone', gone],
  ['damaged', turned],
  ['no octets', replaced('text')],
];

export async function blockKey(router: CompactedRouter, index: number): Promise<Key> {
  const id = (await router.manifest())?.entries[index]?.id;
  if (id === undefined) throw new Error(`there is no block ${index}`);
  return blockKeys.key('pe1', family, id);
}

/** Of the rows of the newest commit that has any. */
export async function lastRowsKey({ store }: CompactedRouter): Promise<Key> {
  const keys: Key[] = [];
  for await (const { key } of queryAll(store, logKeys.partition('pe1', family)))
    if (!logKeys.isSeal(key)) keys.push(key);
  const last = keys.at(-1);
  if (last === undefined) throw new Error('there are no rows');
  return last;
}

export async function seen(router: CompactedRouter) {
  const unreadable: string[] = [];
  const onUnreadable = (details: Record<string, string>) => unreadable.push(Object.keys(details).join());
  const reader = new RibReader({ store: router.store, now: () => router.voice.now, onUnreadable });
  const view = await reader.open(await router.head(), family);
  const routes = (await textsOf(view)).length;
  return { routes, unreadable: view.unreadable, told: unreadable };
}

/** All that the peer has, after its session was lost. */
export async function dumpAnew(router: CompactedRouter, ...dumps: [typeof left, number[]][]): Promise<void> {
  router.voice.lose().open();
  for (const [peer, numbers] of dumps) {
    router.voice.peerUp(peer);
    await router.announce(peer, numbers).ingest();
    router.voice.endOfRib(peer);
    await router.ingest();
  }
}
