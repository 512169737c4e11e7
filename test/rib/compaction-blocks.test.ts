import { describe, expect, it } from 'vitest';
import type { Manifest } from '#rib/base/manifest.ts';
import { behindManifest } from '#rib/base/manifest-store.ts';
import { readLog } from '#rib/log/log-commit.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { BaselessStore } from './baseless-store.ts';
import { CompactedRouter, compactAlike, compactedRouter, family, left, range, twice } from './compacted-router.ts';
import { readWhole } from './written-log.ts';

const tokensOf = (manifest: Manifest | null) =>
  new Set(manifest?.entries.flatMap(({ classes }) => classes.map(({ token }) => token)));

describe('a compaction of', () => {
  it.each<[string, (router: CompactedRouter) => void, number, number[]]>([
    ['nothing', () => undefined, 0, [8, 8, 8, 8, 8]],
    ['a route that changed', (router) => router.announce(left, [20], 7), 1, [8, 8, 8, 8, 8]],
    ['a route more in a full block', (router) => router.announce(left, [21]), 1, [8, 9, 8, 8, 8]],
    ['two more in one block', (router) => router.announce(left, [21, 23]), 2, [8, 8, 2, 8, 8, 8]],
    ['a route more before all', (router) => router.announce(left, [0], 9), 1, [8, 8, 8, 8, 8]],
    ['a route more behind all', (router) => router.announce(left, [99]), 1, [8, 8, 8, 8, 9]],
    ['a route less', (router) => router.withdraw(left, [20]), 1, [8, 7, 8, 8, 8]],
    ['a withdrawal of what is not there', (router) => router.withdraw(left, [21]), 0, [8, 8, 8, 8, 8]],
    ['changes far apart', (router) => router.announce(left, [0, 78], 7), 2, [8, 8, 8, 8, 8]],
    ['all but one of a block less', (router) => router.withdraw(left, range(9, 16).map(twice)), 1, [8, 9, 8, 8]],
    ['a whole block less', (router) => router.withdraw(left, range(8, 16).map(twice)), 0, [8, 8, 8, 8]],
  ])('%s writes no more than that', async (_, say, blocks, rows) => {
    const router = await compactedRouter();
    say(router);
    await router.ingest();
    expect(await compactAlike(router)).toBe(blocks);
    expect(await router.rowsOfBlocks()).toEqual(rows);
  });

  it('merges blocks that have become small', async () => {
    const router = await compactedRouter();
    await router
      .withdraw(
        left,
        range(0, 40)
          .filter((number) => number % 8 > 0)
          .map(twice),
      )
      .ingest();
    await compactAlike(router);
    expect(await router.rowsOfBlocks()).toEqual([5]);
  });
});

describe.each([
  ['named by the log', (store: InMemoryStore) => store],
  ['written anew into the log', (store: InMemoryStore) => new BaselessStore(store)],
])('a compaction of a dump, %s,', (_, through) => {
  it('that brought nothing new writes no block and renews the tokens', async () => {
    const store = new InMemoryStore();
    const router = await new CompactedRouter(store).dump(left, range(0, 40)).ingest();
    await router.compact();
    const before = await router.manifest();
    router.ingestThrough(through(store)).voice.lose().open().peerUp(left);
    await router.announce(left, range(0, 40)).ingest();
    router.voice.endOfRib(left);
    await router.ingest();
    const sizes = (await readWhole(readLog(store, 'pe1', family, behindManifest('pe1', family, before)))).map(
      ({ repeats, segments }) => [repeats.length, segments.length],
    );
    expect(sizes).toEqual([through(store) === store ? [5, 0] : [0, 1], [0, 0]]);
    expect(await compactAlike(router)).toBe(0);
    const after = await router.manifest();
    expect(after?.entries.map(({ id }) => id)).toEqual(before?.entries.map(({ id }) => id));
    expect([...tokensOf(after)]).toEqual([[...(await router.head()).peers.values()][0]?.incarnation]);
    expect([...tokensOf(before)]).not.toEqual([...tokensOf(after)]);
  });

  it('that lacks a route and has another changed writes their block alone', async () => {
    const store = new InMemoryStore();
    const router = await new CompactedRouter(store).dump(left, range(0, 40)).ingest();
    await router.compact();
    router.ingestThrough(through(store)).voice.lose().open().peerUp(left);
    await router.announce(left, range(0, 10)).announce(left, [10], 7).announce(left, range(12, 40)).ingest();
    router.voice.endOfRib(left);
    await router.ingest();
    expect(await compactAlike(router)).toBe(1);
    expect(await router.rowsOfBlocks()).toEqual([8, 7, 8, 8, 8]);
  });

  it('that is compacted in its midst keeps what has been confirmed when the dump ends', async () => {
    const store = new InMemoryStore();
    const router = await new CompactedRouter(store).dump(left, range(0, 40)).ingest();
    await router.compact();
    router.ingestThrough(through(store)).voice.lose().open().peerUp(left);
    await router.announce(left, range(0, 20)).ingest();
    expect(await compactAlike(router)).toBeLessThan(3);
    await router.announce(left, range(20, 39)).ingest();
    await compactAlike(router);
    router.voice.endOfRib(left);
    await router.ingest();
    expect(await router.routes()).toHaveLength(39);
    await compactAlike(router);
    expect(await router.rowsOfBlocks()).toEqual([8, 8, 8, 8, 7]);
  });
});
