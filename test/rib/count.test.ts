import { expect, it } from 'vitest';
import { countRoutes, RouteCounter } from '#rib/read/count.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { type CompactedRouter, compactedRouter, left, range, right, twice } from './compacted-router.ts';
import { WatchedStore } from './watched-store.ts';

const feedOfLeft = 'pe1~192.0.2.1~adj-rib-in-pre~ipv4-unicast';
const feedOfRight = 'pe1~192.0.2.2~adj-rib-in-pre~ipv4-unicast';
const numbers = range(0, 40).map(twice);

async function counted(router: CompactedRouter, store: WatchedStore) {
  const view = await router.view();
  store.operations = [];
  const counts = Object.fromEntries(await countRoutes(view));
  return { counts, blocks: store.of('get', 'BLOCK').length };
}

it.each<[string, (router: CompactedRouter) => unknown, number, number]>([
  ['nothing', () => undefined, 40, 0],
  ['a route more', (router) => router.announce(left, [3]), 41, 1],
  ['a route before all blocks, and one behind', (router) => router.announce(left, [0, 99], 7), 41, 2],
  ['a route that says the same', (router) => router.announce(left, [4]), 40, 1],
  ['a withdrawal', (router) => router.withdraw(left, [4]), 39, 1],
  ['a peer that went down', (router) => router.voice.peerDown(left), 0, 0],
])('behind a base, %s is counted, and no block is read but those that it touches', async (_, say, count, blocks) => {
  const store = new WatchedStore(new InMemoryStore());
  const router = await compactedRouter(40, store);
  say(router);
  await router.ingest();
  expect(await counted(router, store)).toEqual({ counts: { [feedOfLeft]: count }, blocks });
});

it('what a dump repeats of the base is counted as long as it is served', async () => {
  const store = new WatchedStore(new InMemoryStore());
  const router = await compactedRouter(40, store);
  router.voice.lose().open().peerUp(left);
  await router.announce(left, numbers.slice(0, 24)).ingest();
  expect((await counted(router, store)).counts).toEqual({ [feedOfLeft]: 40 });
  router.voice.endOfRib(left);
  await router.ingest();
  expect((await counted(router, store)).counts).toEqual({ [feedOfLeft]: 24 });
});

it('a feed without routes has none, and a table without a base is counted from its log', async () => {
  const store = new WatchedStore(new InMemoryStore());
  const router = await compactedRouter(0, store);
  await router.dump(right, []).announce(left, [1, 2]).ingest();
  router.announce(right, [1]).withdraw(right, [1]);
  await router.ingest();
  expect((await counted(router, store)).counts).toEqual({ [feedOfLeft]: 2, [feedOfRight]: 0 });
});

it('it is counted again only when there is news', async () => {
  const store = new WatchedStore(new InMemoryStore());
  const router = await compactedRouter(40, store);
  const counter = new RouteCounter(new RibReader({ store, now: () => router.voice.now, keepBlockOctets: 0 }));
  const count = async () => {
    store.operations = [];
    const counts = await counter.count(await router.head());
    return [counts.get(feedOfLeft), store.of('get', 'BLOCK').length];
  };
  await router.announce(left, [3]).ingest();
  expect(await count()).toEqual([41, 1]);
  expect(await count()).toEqual([41, 0]);
  await router.withdraw(left, [4]).ingest();
  expect(await count()).toEqual([40, 1]);
  router.voice.peerDown(left);
  await router.ingest();
  expect((await count())[0]).toBe(0);
});
