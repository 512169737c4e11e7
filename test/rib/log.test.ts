import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FeedMark } from '#model/feed-mark.ts';
import { logKeys } from '#model/keys.ts';
import { tokenOf } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { logLease } from '#rib/log/log.ts';
import { readable, unreadable } from '#rib/log/log-commit.ts';
import { DamageError } from '#rib/octets/octets.ts';
import { queryAll } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { attributeSet, prefixOf } from './arbitraries.ts';
import { WatchedStore } from './watched-store.ts';
import { announce, append, commit, log, rowsOf, seal, seqsOf, unicast, writtenAt } from './written-log.ts';

describe('the log', () => {
  it('has the last row of each route of a commit', async () => {
    const store = new InMemoryStore();
    await commit(store, 1, [announce(1, 5), announce(2, 6), announce(1, 7, { attributes: null })]);
    const [one] = await log(store);
    expect(one).toMatchObject({ applied: tokenOf(1, 7), version: 1, receivedAt: writtenAt + 7 });
    const rows = rowsOf(await log(store));
    expect(rows.map(({ nlri, set }) => [nlri.address[1], set === null])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(rows.map(({ version }) => version)).toEqual([1, 1]);
  });

  it.each([
    [
      'vpls',
      ['0011', '0000fde800000001', '0005', '0001', '0008', 'c35000'],
      ['0011', '0000fde800000001', '0005', '0001', '0008', '000000'],
    ],
    [
      'evpn',
      ['0221', '0000fde800000001', '00010203040506070809', '00000064', '30', 'aabbccddeeff', '00', '000641'],
      ['0221', '0000fde800000001', '00000000000000000000', '00000064', '30', 'aabbccddeeff', '00', '000000'],
    ],
  ])('keeps one row of a route of %s that is withdrawn with another label', async (family, announced, withdrawn) => {
    const store = new InMemoryStore();
    const nlri = (hex: readonly string[]): Nlri => ({ ...prefixOf([], 0), nlri: octets(...hex) });
    const withdrawal = announce(1, 6, { nlri: nlri(withdrawn), attributes: null });
    const appended = await append(store, [announce(1, 5, { nlri: nlri(announced) }), withdrawal], 'a', { family });
    await seal(store, 1, 6, appended, { family });
    const rows = rowsOf(await log(store, family));
    expect(rows).toMatchObject([{ nlri: withdrawal.nlri, token: tokenOf(1, 6), set: null }]);
  });

  it('has nothing of rows that no seal names, wherever they lie', async () => {
    const store = new InMemoryStore();
    await append(store, [announce(9, 1)], 'before');
    await append(store, [announce(1, 5)], 'of one that lost the race');
    await commit(store, 1, [announce(2, 5)], 'of one that won it');
    await append(store, [announce(9, 6)], 'cut short');
    await commit(store, 2, [announce(3, 6), announce(4, 7)], 'done again');
    await append(store, [announce(9, 8)], 'not committed yet');
    const commits = await log(store);
    expect(commits.map((each) => rowsOf([each]).map(({ nlri }) => nlri.address[1]))).toEqual([[2], [3, 4]]);
    expect(commits.flatMap(unreadable)).toEqual([]);
  });

  it('writes nothing for no rows, and a commit may have marks alone', async () => {
    const store = new WatchedStore(new InMemoryStore());
    expect(await append(store, [])).toEqual({ items: [], repeats: [], octets: 0 });
    expect(store.operations).toEqual([]);
    const [token, feed] = [tokenOf(1, 3), { peerId: 'pe1~192.0.2.1', view: 'loc-rib', family: unicast } as const];
    const mark: FeedMark = { ...feed, token, incarnation: token, visibleFrom: token };
    await seal(store, 4, 3, { marks: [mark] });
    expect(await log(store)).toMatchObject([{ version: 4, octets: 0, segments: [], marks: [{ ...mark, version: 4 }] }]);
  });

  it('lets everything go by itself in the end', async () => {
    const store = new WatchedStore(new InMemoryStore());
    await commit(store, 1, [announce(1, 1)]);
    const ttl = Math.ceil((writtenAt + logLease) / 1000);
    expect(store.of('put', 'LOG').map((operation) => operation.ttl)).toEqual([ttl, ttl]);
  });

  it('splits into items below the size an item may have, and loses no row', async () => {
    const store = new InMemoryStore();
    const rows = Array.from({ length: 4000 }, (_, index) =>
      announce(0, index + 1, {
        nlri: prefixOf([10, index >> 8, index & 255, 0], 24),
        attributes: attributeSet({ other: [{ code: 99, flags: 192, value: Uint8Array.from(randomBytes(500)) }] }),
      }),
    );
    const appended = await append(store, rows);
    await seal(store, 1, 4000, appended);
    const sizes: number[] = [];
    for await (const { document } of queryAll(store, logKeys.partition('pe1', unicast), { prefix: tokenOf(1, 1) })) {
      sizes.push(document.data instanceof Uint8Array ? document.data.length : Number.POSITIVE_INFINITY);
    }
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300_000);
    const commits = await log(store);
    expect(commits[0]?.octets).toBe(appended.octets);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(appended.octets);
    expect(seqsOf(commits).toSorted((a, b) => a - b)).toEqual(rows.map((_, index) => index + 1));
  });

  it('splits a large dump into parts, of which each is in order', async () => {
    const store = new InMemoryStore();
    const rows = Array.from({ length: 40_000 }, (_, index) =>
      announce(0, 1 + Math.floor(index / 6), {
        nlri: prefixOf([20, index >> 16, (index >> 8) & 255, index & 255], 32),
      }),
    );
    await commit(store, 1, rows);
    const segments = (await log(store)).flatMap(readable).map((segment) => [...segment.rows()].map(({ key }) => key));
    expect(segments.length).toBe(3);
    for (const keys of segments) expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(segments.flat()).size).toBe(40_000);
  });

  it('misses a part that is gone or damaged, and has the rest', async () => {
    const store = new InMemoryStore();
    for (const seq of [1, 2, 3]) await commit(store, seq, [announce(seq, seq)], `of ${seq}`);
    await store.write([
      { delete: logKeys.rows('pe1', unicast, tokenOf(1, 1), 'of 1-0') },
      { put: { key: logKeys.rows('pe1', unicast, tokenOf(1, 2), 'of 2-0'), document: { data: Uint8Array.of(1, 2) } } },
    ]);
    const commits = await log(store);
    expect(commits.map((each) => unreadable(each).map((error) => error instanceof DamageError))).toEqual([
      [true],
      [true],
      [],
    ]);
    expect(seqsOf(commits)).toEqual([3]);
  });

  it.each([
    ['no JSON', '{"items":['],
    ['no base64 of zstd', 'KLUv'],
    ['of no form that is known', '{"items":7}'],
    ['gone', undefined],
  ])('has a commit whose seal is %s as one that cannot be read, and the rest', async (_, packed) => {
    const store = new InMemoryStore();
    for (const seq of [1, 2, 3]) await commit(store, seq, [announce(seq, seq)]);
    const key = logKeys.seal('pe1', unicast, tokenOf(1, 2), 2);
    await store.write([{ put: { key, document: { version: 2, receivedAt: writtenAt + 2, packed } } }]);
    const commits = await log(store);
    expect(commits.map((each) => unreadable(each).length)).toEqual([0, 1, 0]);
    expect(commits[1]).toMatchObject({ version: 2, applied: tokenOf(1, 2), receivedAt: writtenAt + 2, marks: [] });
    expect(seqsOf(commits)).toEqual([1, 3]);
  });
});
