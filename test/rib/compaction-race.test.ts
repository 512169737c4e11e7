import { describe, expect, it } from 'vitest';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { FailingStore } from '../functions/ingest/failing-store.ts';
import { CompactedRouter, compactAlike, compactedRouter, hour, left, range, right, twice } from './compacted-router.ts';
import { InterruptedStore, type Moment } from './interrupted-store.ts';

/** With news for some of its blocks, and a peer less. */
async function changedRouter(store = new InMemoryStore()): Promise<CompactedRouter> {
  const router = await compactedRouter(40, store);
  await router.dump(right, range(20, 44)).announce(left, [1, 41]).withdraw(left, [8]).ingest();
  await router.compact();
  router.voice.peerDown(right);
  return router.announce(left, [3, 40], 7).withdraw(left, range(20, 26).map(twice)).ingest();
}

const moments: Moment[] = [
  'before a block is read',
  'before blocks are written',
  'before a past is kept',
  'before the flip',
];

describe('of two compactions at once', () => {
  it('one has worked in vain, and answers are as they were', async () => {
    const router = await changedRouter();
    const before = await router.routes();
    const both = await Promise.all([router.compact(), router.compact()]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['flipped', 'lost']);
    expect(await router.routes()).toEqual(before);
    await compactAlike(router);
  });

  it.each(moments)('the slower one, overtaken %s, undoes nothing', async (moment) => {
    const router = await changedRouter();
    const earlier = { time: router.voice.now, routes: await router.routes(router.voice.now) };
    const store = new InterruptedStore(router.store, moment, async () => {
      await router.announce(left, [5, 90]).withdraw(left, [0]).ingest();
      expect((await router.compact()).outcome).toBe('flipped');
    });
    expect((await router.compact({ store })).outcome).toBe('lost');
    expect(store.isOver).toBe(true);
    const now = await router.routes();
    expect(now.filter((text) => /^10.0.(5|90) /.test(text))).toHaveLength(2);
    expect(await router.routes(earlier.time)).toEqual(earlier.routes);
    await compactAlike(router);
  });
});

describe('a compaction that comes to its end late', () => {
  const days = 24 * hour;

  it.each<[Moment, number, string]>([
    ['before blocks are written', 1 * days, 'flipped'],
    ['before blocks are written', 3 * days, 'lost'],
    ['before a block is read', 3 * days, 'lost'],
  ])('%s, by %i ms, has %s', async (moment, delay, outcome) => {
    const router = await changedRouter();
    const before = await router.routes();
    const store = new InterruptedStore(router.store, moment, async () => {
      router.voice.now += delay;
    });
    expect((await router.compact({ store })).outcome).toBe(outcome);
    expect(await router.routes()).toEqual(before);
    expect((await router.compact()).outcome).toBe('flipped');
  });
});

describe('a compaction that dies', () => {
  it.each<[string, (store: InMemoryStore) => Promise<CompactedRouter>, number]>([
    ['the first one', (store) => new CompactedRouter(store).dump(left, range(0, 30)).ingest(), 5],
    ['one among others', changedRouter, 10],
  ])('at any operation on the table leaves answers as they are: %s', async (_, routerOver, least) => {
    let operations = 0;
    for (; ; operations += 1) {
      const store = new InMemoryStore();
      const router = await routerOver(store);
      const now = await router.routes();
      const earlier = await router.routes(router.voice.now - 20);
      const failing = new FailingStore(store, operations);
      const [result] = await Promise.allSettled([
        router.compact({ store: failing, before: await router.manifest(), head: await router.head() }),
      ]);
      expect(await router.routes()).toEqual(now);
      expect(await router.routes(router.voice.now - 20)).toEqual(earlier);
      expect(await compactAlike(router)).toBeLessThan(10);
      expect(await router.routes(router.voice.now - 20)).toEqual(earlier);
      expect((await router.manifest())?.version).toBe((await router.head()).version);
      if (result.status === 'fulfilled') break;
    }
    expect(operations).toBeGreaterThan(least);
  });
});
