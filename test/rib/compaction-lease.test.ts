import { expect, it } from 'vitest';
import { blockKeys, kindOf, manifestKeys } from '#model/keys.ts';
import { blockLease } from '#rib/base/compaction.ts';
import { decodeManifest } from '#rib/base/manifest-codec.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { CompactedRouter, compactAlike, family, hour, left, range, retention } from './compacted-router.ts';
import { WatchedStore } from './watched-store.ts';

const day = 24 * hour;
const halfLease = blockLease / 2;

async function watchedRouter(): Promise<{ store: WatchedStore; router: CompactedRouter }> {
  const store = new WatchedStore(new InMemoryStore());
  const router = await new CompactedRouter(store).dump(left, range(0, 40)).ingest();
  await router.compact();
  return { store, router };
}

it('blocks are to go a lease behind what can be asked for, manifests that counted a day, and the one that counts never', async () => {
  const { store, router } = await watchedRouter();
  const { now } = router.voice;
  expect(store.of('put', 'BLOCK').map(({ ttl }) => ttl)).toEqual(
    Array(5).fill(Math.ceil((now + blockLease + retention) / 1000)),
  );
  store.operations = [];
  await router.compact();
  const bases = store.operations.filter(({ kind, name }) => kind === 'BASE' && name !== 'get');
  // Kept first: once the other has replaced it, it may be too late.
  expect(bases.map(({ key, ttl }) => [key.pk, ttl])).toEqual([
    [manifestKeys.pastPartition('pe1', family), Math.ceil((now + retention + day) / 1000)],
    [manifestKeys.current('pe1', family).pk, null],
  ]);
});

it('a block is written anew once it has lived for half of its lease, and others stay', async () => {
  const { store, router } = await watchedRouter();
  router.voice.now += 3 * day;
  await router.announce(left, [9], 7).ingest();
  expect(await compactAlike(router)).toBe(1);
  router.voice.now += halfLease - 3 * day - hour;
  expect(await compactAlike(router)).toBe(0);
  router.voice.now += 2 * hour;
  store.operations = [];
  expect(await compactAlike(router)).toBe(4);
  const ttl = Math.ceil((router.voice.now + blockLease + retention) / 1000);
  expect(store.of('put', 'BLOCK').map((put) => put.ttl)).toEqual(Array(4).fill(ttl));
  router.voice.now += 3 * day;
  expect(await compactAlike(router)).toBe(1);
});

it('no block that can still be asked for goes, over weeks of compactions now and then', async () => {
  const { store, router } = await watchedRouter();
  const leaseEnds = new Map<string, number>();
  const pasts = new Map<string, number>();
  for (let step = 0; step < 40; step += 1) {
    router.voice.now += (1 + (step % 5)) * 18 * hour;
    if (step % 2 === 0) await router.announce(left, [step % 40], step).ingest();
    await router.compact();
    for (const { kind, key, ttl } of store.operations.splice(0)) {
      if (kind === 'BLOCK' && ttl !== null) leaseEnds.set(key.pk, ttl * 1000);
      if (kind === 'BASE' && ttl !== null) pasts.set(key.sk, ttl * 1000);
    }
    const alive = [...pasts].filter(([, end]) => end >= router.voice.now).map(([sk]) => sk);
    const { items } = await store.query(manifestKeys.pastPartition('pe1', family));
    const past = items.filter(({ key }) => alive.includes(key.sk)).map(({ document }) => decodeManifest(document.data));
    for (const manifest of [...past, await router.manifest()]) {
      for (const { id } of manifest?.entries ?? []) {
        const { pk } = blockKeys.key('pe1', family, id);
        expect(leaseEnds.get(pk), `${kindOf(pk)} ${id} at step ${step}`).toBeGreaterThan(router.voice.now);
      }
    }
  }
  expect(pasts.size).toBe(40);
});
