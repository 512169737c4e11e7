import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { segmentKeys } from '#model/keys.ts';
import { tokenOf } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { appendToLog, queryLog, segmentOf } from '#rib/log.ts';
import { LogReader } from '#rib/log-reader.ts';
import type { SegmentRow } from '#rib/row.ts';
import { queryAll, type Range, type Store } from '#rib/store.ts';
import { InMemoryStore } from '#rib/store-in-memory.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { attributeSet, prefixOf } from './arbitraries.ts';

const at = 1_700_000_000_000;

const announce = (octet: number, seq: number, change = {}): SegmentRow => ({
  peerId: 'pe1~192.0.2.1',
  view: 'adj-rib-in-pre',
  nlri: prefixOf([10, octet, 0, 0], 16),
  token: tokenOf(1, seq),
  at,
  attributes: attributeSet(),
  ...change,
});

const append = (store: Store, seq: number, rows: SegmentRow[]): Promise<void> =>
  appendToLog(store, { routerId: 'pe1', family: 'ipv4-unicast', first: tokenOf(1, seq), rows });

async function rowsOf(store: Store, family = 'ipv4-unicast'): Promise<SegmentRow[]> {
  const rows: SegmentRow[] = [];
  for await (const item of queryLog(store, 'pe1', family)) rows.push(...segmentOf(item).rows());
  return rows;
}

/** Counts what is read from the store it wraps. */
class CountingStore extends InMemoryStore {
  itemsRead = 0;

  override async query(partition: string, range?: Range) {
    const page = await super.query(partition, range);
    this.itemsRead += page.items.length;
    return page;
  }
}

describe('the log', () => {
  it('keeps the last row of each route of an append', async () => {
    const store = new InMemoryStore();
    const withdrawal = announce(1, 7, { attributes: null });
    await append(store, 5, [announce(1, 5), announce(2, 6), withdrawal, announce(1, 6)]);
    expect(await rowsOf(store)).toEqual([withdrawal, announce(2, 6)]);
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
    const rows = [announce(1, 5, { nlri: nlri(announced) }), withdrawal];
    await appendToLog(store, { routerId: 'pe1', family, first: tokenOf(1, 5), rows });
    expect(await rowsOf(store, family)).toEqual([withdrawal]);
  });

  it('writes nothing for no rows', async () => {
    const store = new InMemoryStore();
    await append(store, 5, []);
    expect(await rowsOf(store)).toEqual([]);
  });

  it('overwrites itself when the same commit comes again', async () => {
    const store = new InMemoryStore();
    const rows = [announce(1, 5), announce(2, 6)];
    await append(store, 5, rows);
    await append(store, 5, rows);
    expect(await rowsOf(store)).toEqual(rows);
  });

  it('loses nothing to a late writer that cut the stream earlier', async () => {
    const store = new InMemoryStore();
    await append(store, 5, [announce(1, 5), announce(2, 6)]);
    await append(store, 5, [announce(1, 5)]);
    expect(await rowsOf(store)).toEqual(expect.arrayContaining([announce(1, 5), announce(2, 6)]));
  });

  it('splits into items below the size an item may have, and loses no row', async () => {
    const store = new InMemoryStore();
    const rows = Array.from({ length: 4000 }, (_, index) =>
      announce(index >> 8, index + 1, {
        nlri: prefixOf([10, index >> 8, index & 255, 0], 24),
        attributes: attributeSet({ other: [{ code: 99, flags: 192, value: Uint8Array.from(randomBytes(500)) }] }),
      }),
    );
    await append(store, 1, rows);
    const sizes: number[] = [];
    for await (const { document } of queryAll(store, segmentKeys.partition('pe1', 'ipv4-unicast'))) {
      sizes.push(document.data instanceof Uint8Array ? document.data.length : Infinity);
    }
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300_000);
    expect((await rowsOf(store)).map(({ token }) => token)).toEqual(rows.map(({ token }) => token));
  });

  it('splits a dump into parts that stay in order', async () => {
    const store = new InMemoryStore();
    const rows = Array.from({ length: 40_000 }, (_, index) =>
      announce(0, 1 + Math.floor(index / 6), {
        nlri: prefixOf([20, index >> 16, (index >> 8) & 255, index & 255], 32),
      }),
    );
    await append(store, 1, rows);
    expect((await rowsOf(store)).length).toBe(40_000);
  });
});

describe('a reader of the log', () => {
  const read = async (reader: LogReader, applied: number) => {
    const { segments, unreadable } = await reader.read('pe1', 'ipv4-unicast', tokenOf(1, applied));
    return {
      seqs: segments.flatMap((segment) => segment.rows()).map(({ token }) => Number(token.slice(-3))),
      unreadable,
    };
  };

  it('reads what is final once', async () => {
    const store = new CountingStore();
    const reader = new LogReader({ store });
    await append(store, 1, [announce(1, 1)]);
    await append(store, 2, [announce(2, 2)]);
    expect((await read(reader, 2)).seqs).toEqual([1, 2]);
    await append(store, 3, [announce(3, 3)]);
    store.itemsRead = 0;
    expect((await read(reader, 3)).seqs).toEqual([1, 2, 3]);
    expect(store.itemsRead).toBe(2);
  });

  it('sees a commit that was cut short and redone otherwise', async () => {
    const store = new InMemoryStore();
    const reader = new LogReader({ store });
    await append(store, 1, [announce(1, 1)]);
    await append(store, 2, [announce(2, 2), announce(3, 9)]);
    expect((await read(reader, 1)).seqs).toEqual([1, 2, 9]);
    await append(store, 2, [announce(2, 2), announce(3, 4)]);
    expect(new Set((await read(reader, 4)).seqs)).toEqual(new Set([1, 2, 4, 9]));
  });

  it('keeps no more than it may, and answers the same', async () => {
    const store = new CountingStore();
    const reader = new LogReader({ store, keepOctets: 10 });
    await append(store, 1, [announce(1, 1)]);
    await append(store, 2, [announce(2, 2)]);
    expect((await read(reader, 5)).seqs).toEqual([1, 2]);
    expect((await read(reader, 5)).seqs).toEqual([1, 2]);
    expect(store.itemsRead).toBe(4);
  });

  it.each([
    ['is not compressed data', Uint8Array.of(1, 2, 3)],
    ['has no data', undefined],
  ])('reports an item that %s, and serves the rest', async (_, data) => {
    const store = new InMemoryStore();
    const unreadable: string[] = [];
    const reader = new LogReader({ store, onUnreadable: (key, error) => unreadable.push(`${key.sk} ${error.name}`) });
    for (const seq of [1, 2, 3]) await append(store, seq, [announce(seq, seq)]);
    const key = segmentKeys.key('pe1', 'ipv4-unicast', tokenOf(1, 2), tokenOf(1, 2), 0);
    await store.write([{ put: { key, document: { data } } }]);
    expect(await read(reader, 3)).toEqual({ seqs: [1, 3], unreadable: 1 });
    expect(unreadable).toEqual([`${key.sk} SegmentError`]);
    expect((await read(reader, 3)).unreadable).toBe(1);
  });
});
