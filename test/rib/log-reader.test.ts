import { expect, it } from 'vitest';
import { logKeys } from '#model/keys.ts';
import { seqOf, tokenOf } from '#model/token.ts';
import { behindCommit } from '#rib/log/log.ts';
import { readable, unreadable } from '#rib/log/log-commit.ts';
import { LogReader } from '#rib/log/log-reader.ts';
import type { Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { WatchedStore } from './watched-store.ts';
import { announce, commit, unicast } from './written-log.ts';

const behind = (seq: number): string => behindCommit('pe1', unicast, tokenOf(1, seq), seq);
const rowsKey = (seq: number, routerId = 'pe1') => logKeys.rows(routerId, unicast, tokenOf(1, seq), 'a-0');

/** One of one route; version and seq are the same. */
const commitOne = (store: Store, seq: number, routerId = 'pe1'): Promise<void> =>
  commit(store, seq, [announce(seq, seq)], 'a', { routerId });

async function tableOf(...seqs: number[]): Promise<WatchedStore> {
  const store = new InMemoryStore();
  for (const seq of seqs) await commitOne(store, seq);
  return new WatchedStore(store);
}

const read = async (reader: LogReader, after: string, version: number, routerId = 'pe1'): Promise<number[]> =>
  (await reader.read(routerId, unicast, after, version))
    .flatMap(readable)
    .flatMap((segment) => [...segment.rows()].map(({ token }) => seqOf(token)));

const itemsRead = (store: WatchedStore): number => store.operations.reduce((sum, { items }) => sum + items, 0);

it('reads nothing while the commit is the same, and then only the news', async () => {
  const store = await tableOf(1, 2);
  const reader = new LogReader({ store });
  expect(await read(reader, '', 2)).toEqual([1, 2]);
  store.operations = [];
  expect(await read(reader, '', 2)).toEqual([1, 2]);
  expect(store.operations).toEqual([]);
  await commitOne(store, 3);
  store.operations = [];
  expect(await read(reader, '', 3)).toEqual([1, 2, 3]);
  expect(itemsRead(store)).toBe(2);
});

it('gives what had been said up to an older commit too', async () => {
  const reader = new LogReader({ store: await tableOf(1, 2, 3) });
  expect(await read(reader, '', 2)).toEqual([1, 2]);
  expect(await read(reader, '', 3)).toEqual([1, 2, 3]);
  expect(await read(reader, '', 1)).toEqual([1]);
});

it('forgets what a base has come to cover, and reads it again for one who still needs it', async () => {
  const store = await tableOf(1, 2, 3);
  const reader = new LogReader({ store });
  await read(reader, '', 3);
  store.operations = [];
  expect(await read(reader, behind(2), 3)).toEqual([3]);
  expect(store.operations).toEqual([]);
  await commitOne(store, 4);
  store.operations = [];
  expect(await read(reader, behind(2), 4)).toEqual([3, 4]);
  expect(itemsRead(store)).toBe(2);
  expect(await read(reader, '', 4)).toEqual([1, 2, 3, 4]);
});

it('keeps the log of the router that was asked for last, within its bound, and answers the same', async () => {
  const store = await tableOf(1, 2);
  await commitOne(store, 7, 'pe2');
  const oneSegment = (await new LogReader({ store }).read('pe2', unicast, '', 7)).flatMap(readable)[0]?.heldOctets ?? 0;
  const reader = new LogReader({ store, keepOctets: 2 * oneSegment + 2 });
  const itemsFor = async (routerId: string, version: number) => {
    store.operations = [];
    const rows = await read(reader, '', version, routerId);
    return [rows, itemsRead(store)];
  };
  expect(await itemsFor('pe1', 2)).toEqual([[1, 2], 4]);
  expect(await itemsFor('pe1', 2)).toEqual([[1, 2], 0]);
  expect(await itemsFor('pe2', 7)).toEqual([[7], 2]);
  expect(await itemsFor('pe2', 7)).toEqual([[7], 0]);
  expect(await itemsFor('pe1', 2)).toEqual([[1, 2], 4]);
  const forgetful = new LogReader({ store, keepOctets: 0 });
  expect(await read(forgetful, '', 2)).toEqual(await read(forgetful, '', 2));
});

it.each([
  ['is damaged', (store: Store) => store.write([{ put: { key: rowsKey(2), document: { data: Uint8Array.of(1) } } }])],
  ['has no data', (store: Store) => store.write([{ put: { key: rowsKey(2), document: {} } }])],
  ['is gone', (store: Store) => store.write([{ delete: rowsKey(2) }])],
])('says once of a part that it %s, and gives the rest', async (_, damage) => {
  const store = await tableOf(1, 2, 3);
  await damage(store);
  const said: string[] = [];
  const reader = new LogReader({ store, onUnreadable: (position, error) => said.push(`${position} ${error.name}`) });
  expect(await read(reader, '', 3)).toEqual([1, 3]);
  expect(await read(reader, '', 3)).toEqual([1, 3]);
  expect(said).toEqual([`${behind(2)} DamageError`]);
  expect((await reader.read('pe1', unicast, '', 3)).flatMap(unreadable)).toHaveLength(1);
});
