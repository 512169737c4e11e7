import { describe, expect, it } from 'vitest';
import { type Key, manifestKeys } from '#model/keys.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { beginning } from '#rib/base/damage.ts';
import { VersionError } from '#rib/octets/octets.ts';
import { lookup } from '#rib/read/lookup.ts';
import {
  type CompactedRouter,
  compactAlike,
  compactedRouter,
  family,
  left,
  range,
  right,
  twice,
} from './compacted-router.ts';
import { blockKey, dumpAnew, gone, harms, lastRowsKey, newer, replaced, seen, turned } from './harmed-router.ts';

const numbers = range(0, 40).map(twice);

describe.each(harms)('a block that is %s', (_, harm) => {
  it('takes away its own routes alone, and answers say so', async () => {
    const router = await compactedRouter();
    await harm(router.store, await blockKey(router, 2));
    expect(await seen(router)).toEqual({ routes: 32, unreadable: 1, told: ['routerId,family,block'] });
    await router.announce(left, [numbers[17] ?? 0, 99]).ingest();
    expect(await seen(router)).toMatchObject({ routes: 34, unreadable: 1 });
  });

  it.each([0, 2, 4])(
    'is left out by a compaction, which notes what is missing until it has been dumped anew: %i',
    async (index) => {
      const router = await compactedRouter();
      const entries = (await router.manifest())?.entries ?? [];
      await harm(router.store, await blockKey(router, index));
      const inside = numbers[index * 8 + 3] ?? 0;
      await router.announce(left, [inside], 7).ingest();
      await compactAlike(router);
      const first = index === 0 ? beginning : entries[index]?.first;
      const damage = { first, end: entries[index + 1]?.first ?? null, token: (await router.head()).applied };
      expect((await router.manifest())?.damages).toEqual([damage]);
      expect(await seen(router)).toEqual({ routes: 33, unreadable: 1, told: [] });
      await dumpAnew(router, [left, numbers]);
      await compactAlike(router);
      expect((await router.manifest())?.damages).toEqual([]);
      expect(await seen(router)).toEqual({ routes: 40, unreadable: 0, told: [] });
    },
  );
});

describe.each(harms)('a part of the log that is %s', (_, harm) => {
  it('takes away its own routes alone, and so it does from the base, until all has been dumped anew', async () => {
    const router = await compactedRouter();
    await router.dump(right, range(0, 8)).ingest();
    await router.announce(right, range(20, 25)).ingest();
    await harm(router.store, await lastRowsKey(router));
    await router.announce(right, [50]).ingest();
    expect(await seen(router)).toEqual({ routes: 49, unreadable: 1, told: ['log'] });
    await compactAlike(router);
    expect((await router.manifest())?.damages).toMatchObject([{ first: beginning, end: null }]);
    expect(await seen(router)).toMatchObject({ routes: 49, told: [] });
    expect((await seen(router)).unreadable).toBeGreaterThan(0);
    await dumpAnew(router, [right, range(0, 8)]);
    await compactAlike(router);
    expect((await router.manifest())?.damages).toHaveLength(1);
    await dumpAnew(router, [right, range(0, 8)], [left, numbers]);
    await compactAlike(router);
    expect((await router.manifest())?.damages).toEqual([]);
    expect(await seen(router)).toEqual({ routes: 48, unreadable: 0, told: [] });
  });
});

it('a peer that is down does not keep a damage alive', async () => {
  const router = await compactedRouter();
  router.dump(right, range(0, 8)).voice.peerDown(right);
  await router.ingest();
  await gone(router.store, await blockKey(router, 1));
  await router.announce(left, [numbers[9] ?? 0], 7).ingest();
  await compactAlike(router);
  await dumpAnew(router, [left, numbers]);
  await compactAlike(router);
  expect((await router.manifest())?.damages).toEqual([]);
});

it.each<[string, (router: CompactedRouter) => Promise<Key>]>([
  ['a block', (router) => blockKey(router, 1)],
  ['a part of the log', lastRowsKey],
  ['the manifest', async () => manifestKeys.current('pe1', family)],
])('%s that a newer release wrote stops compactions, and nothing is lost', async (what, keyOf) => {
  const router = await compactedRouter();
  await router.announce(left, [numbers[9] ?? 0], 7).ingest();
  const before = { routes: await router.routes(), manifest: await router.manifest() };
  const key = await keyOf(router);
  const { data } = (await router.store.get(key)) ?? {};
  await newer(router.store, key);
  await expect(router.compact()).rejects.toThrow(VersionError);
  if (what !== 'the manifest') expect((await seen(router)).unreadable).toBe(1);
  await replaced(data)(router.store, key);
  expect({ routes: await router.routes(), manifest: await router.manifest() }).toEqual(before);
  expect(await compactAlike(router)).toBe(1);
});

describe('a manifest that is damaged', () => {
  it('is stood in for by the one before it, with more of the log', async () => {
    const router = await compactedRouter();
    await router.announce(left, [1, 3, 5]).ingest();
    await router.compact();
    await router.announce(left, [7]).ingest();
    const routes = await router.routes();
    await turned(router.store, manifestKeys.current('pe1', family));
    expect(await router.routes()).toEqual(routes);
    await compactAlike(router);
    expect(await router.manifest()).toMatchObject({ generation: 3, damages: [] });
  });

  it('and the first of all is written anew from the log, and owns to a loss until all has been dumped anew', async () => {
    const router = await compactedRouter();
    const routes = await router.routes();
    await turned(router.store, manifestKeys.current('pe1', family));
    expect(await router.routes()).toEqual(routes);
    expect((await seen(router)).unreadable).toBe(1);
    await compactAlike(router);
    expect((await router.manifest())?.damages).toHaveLength(1);
    await dumpAnew(router, [left, numbers]);
    await compactAlike(router);
    expect(await router.manifest()).toMatchObject({ generation: 3, damages: [] });
  });
});

it('a look-up says that it may lack routes where damage is, before and after it was noted, and nowhere else', async () => {
  const router = await compactedRouter();
  await gone(router.store, await blockKey(router, 2));
  const asked = async (text: string) => {
    const view = await router.view();
    const groups = await lookup([view], { ...parsePrefix(text), match: 'longest', includeStale: true });
    return [groups.length, view.unreadable];
  };
  for (const compacts of [false, true]) {
    if (compacts) await router.announce(left, [numbers[17] ?? 0]).ingest();
    if (compacts) await compactAlike(router);
    expect(await asked('10.0.38.1/32')).toEqual([0, 1]);
    expect(await asked('10.0.4.1/32')).toEqual([1, 0]);
    expect(await asked('10.0.66.1/32')).toEqual([1, 0]);
  }
});
