import { describe, expect, it } from 'vitest';
import { manifestKeys } from '#model/keys.ts';
import { tokenOf, zeroToken } from '#model/token.ts';
import { type BlockEntry, floorEntry, type Manifest } from '#rib/base/manifest.ts';
import { encodeManifest } from '#rib/base/manifest-codec.ts';
import { behindManifest, flipManifest, pastManifest, readManifest, readManifestAt } from '#rib/base/manifest-store.ts';
import { behindCommit } from '#rib/log/log.ts';
import { VersionError } from '#rib/octets/octets.ts';
import { sealed } from '#rib/octets/sealed.ts';
import type { Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { WatchedStore } from './watched-store.ts';

const family = 'ipv4-unicast';
const ttl = 2_000_000_000;

const manifestOf = (generation: number): Manifest => ({
  generation,
  covered: tokenOf(1, generation * 10),
  version: generation * 2,
  asOf: generation * 1000,
  madeAt: generation * 1000 + 5,
  logged: generation * 100,
  feeds: new Map(),
  defaultRows: null,
  entries: [],
  damages: [],
});

/** As compactions leave it, one after the other, of which all but the last are past. */
async function tableOf(generations: number): Promise<InMemoryStore> {
  const store = new InMemoryStore();
  for (let generation = 1; generation <= generations; generation += 1) {
    if (generation > 1) await store.write([pastManifest('pe1', family, manifestOf(generation - 1), ttl)]);
    expect(await flipManifest(store, 'pe1', family, manifestOf(generation))).toBe(true);
  }
  return store;
}

const putCurrent = (store: Store, generation: number, data: Uint8Array): Promise<void> =>
  store.write([{ put: { key: manifestKeys.current('pe1', family), document: { version: generation, data } } }]);

const generationAt = async (store: Store, time: number): Promise<number | undefined> =>
  (await readManifestAt(store, 'pe1', family, time))?.generation;

describe('the manifest that counts', () => {
  it('is null before the first compaction, and then what was put last', async () => {
    expect(await readManifest(new InMemoryStore(), 'pe1', family)).toBeNull();
    const store = await tableOf(3);
    expect(await readManifest(store, 'pe1', family)).toEqual(manifestOf(3));
    expect(await readManifest(store, 'pe1', 'ipv6-unicast')).toBeNull();
    expect(await readManifest(store, 'pe2', family)).toBeNull();
  });

  it('is replaced by the next generation alone', async () => {
    const store = await tableOf(2);
    for (const generation of [1, 2, 4]) {
      expect(await flipManifest(store, 'pe1', family, manifestOf(generation))).toBe(false);
    }
    expect(await readManifest(store, 'pe1', family)).toEqual(manifestOf(2));
    const both = [1, 2].map(() => flipManifest(store, 'pe1', family, manifestOf(3)));
    expect((await Promise.all(both)).toSorted()).toEqual([false, true]);
  });

  it('never goes by itself; those before it do, when they are told to', async () => {
    const store = new WatchedStore(new InMemoryStore());
    await flipManifest(store, 'pe1', family, manifestOf(1));
    await store.write([pastManifest('pe1', family, manifestOf(1), ttl)]);
    expect(store.operations.map((operation) => operation.ttl)).toEqual([null, ttl]);
  });

  it('where it is damaged is the newest one before it, in its place', async () => {
    const store = await tableOf(3);
    const damaged = encodeManifest(manifestOf(3));
    damaged[9] = (damaged[9] ?? 0) ^ 1;
    await putCurrent(store, 3, damaged);
    expect(await readManifest(store, 'pe1', family)).toEqual({ ...manifestOf(2), generation: 3 });
    expect(await flipManifest(store, 'pe1', family, manifestOf(4))).toBe(true);
  });

  it('where it is damaged, and there is none before it, is one that has nothing and says so', async () => {
    const store = await tableOf(1);
    await putCurrent(store, 1, Uint8Array.of(1));
    const manifest = await readManifest(store, 'pe1', family);
    expect(manifest).toMatchObject({ generation: 1, covered: zeroToken, version: 0, entries: [] });
    expect(manifest?.damages).toMatchObject([{ first: { key: '', feed: '' }, end: null }]);
    expect(await readManifestAt(store, 'pe1', family, 500)).toEqual(manifest);
    expect(await flipManifest(store, 'pe1', family, manifestOf(2))).toBe(true);
  });

  it('that another release wrote stops who reads it, whatever there was before', async () => {
    const store = await tableOf(3);
    await putCurrent(store, 3, sealed(9, Uint8Array.of(1)));
    await expect(readManifest(store, 'pe1', family)).rejects.toThrow(VersionError);
    await expect(readManifestAt(store, 'pe1', family, 1500)).rejects.toThrow(VersionError);
  });
});

describe('the manifest of a time', () => {
  it('is the one that had begun to count then', async () => {
    const store = await tableOf(3);
    const times = [999, 1000, 1999, 2000, 2999, 3000, 9999];
    expect(await Promise.all(times.map((time) => generationAt(store, time)))).toEqual([undefined, 1, 1, 2, 2, 3, 3]);
  });

  it('is the last of several of one moment', async () => {
    const store = await tableOf(1);
    const second = { ...manifestOf(2), asOf: 1000 };
    await store.write([pastManifest('pe1', family, manifestOf(1), ttl), pastManifest('pe1', family, second, ttl)]);
    await putCurrent(store, 3, encodeManifest(manifestOf(3)));
    expect(await generationAt(store, 1000)).toBe(2);
  });

  it('that is damaged gives way to the one before it; without one, nothing is known of its base', async () => {
    const store = await tableOf(3);
    const damage = (generation: number) => {
      const key = manifestKeys.past('pe1', family, generation * 1000, generation);
      return store.write([{ put: { key, document: { data: Uint8Array.of(1) } } }]);
    };
    await damage(2);
    expect(await generationAt(store, 2500)).toBe(1);
    await damage(1);
    expect(await readManifestAt(store, 'pe1', family, 2500)).toMatchObject({ entries: [], damages: [{ end: null }] });
  });
});

it('the log goes on behind the commit that a manifest covers, and without one at its beginning', () => {
  expect(behindManifest('pe1', family, null)).toBe('');
  expect(behindManifest('pe1', family, manifestOf(4))).toBe(behindCommit('pe1', family, tokenOf(1, 40), 8));
});

it('the entry of a position is the last that begins at or before it', () => {
  const entries = ['b', 'd', 'd', 'f'].map((key, index): BlockEntry => {
    const feed = index === 2 ? 'feed 2' : 'feed 1';
    return { id: `x.${index}`, first: { key, feed }, covers: [], rows: 0, octets: 0, writtenAt: 0, classes: [] };
  });
  const at = (key: string, feed = 'feed 1') => floorEntry(entries, { key, feed });
  expect([at('a'), at('b', ''), at('b'), at('c'), at('d'), at('d', 'feed 1x'), at('d', 'feed 2'), at('e')]).toEqual([
    -1, -1, 0, 0, 1, 1, 2, 2,
  ]);
  expect([at('f'), at('z')]).toEqual([3, 3]);
  expect(floorEntry([], { key: 'a', feed: '' })).toBe(-1);
});
