import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { BlockReader } from '#rib/base/block-reader.ts';
import { BlockWriter } from '#rib/base/block-writer.ts';
import type { BlockEntry } from '#rib/base/manifest.ts';
import { baseRows } from '#rib/rows/overlay.ts';
import { routeKeyOf } from '#rib/rows/route-key.ts';
import type { StandingRow } from '#rib/rows/row.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { prefixOf } from './arbitraries.ts';
import { feed, standing } from './standing.ts';
import { WatchedStore } from './watched-store.ts';

const family = '57-65';
const now = 1_700_000_000_123;
const store = () => new WatchedStore(new InMemoryStore());

/** Rows of which each has an NLRI of so many octets. */
const rows = (count: number, octets = 4, change: (index: number) => Partial<StandingRow> = () => ({})): StandingRow[] =>
  Array.from({ length: count }, (_, index) => {
    const data = new Uint8Array(octets < 4 ? 4 : octets);
    if (octets > 4) data.set(randomBytes(octets));
    new DataView(data.buffer).setUint32(0, index);
    const nlri: Nlri = { ...prefixOf([], 0), nlri: data };
    return standing(3, 'S', { key: routeKeyOf(family)(nlri), nlri, ...change(index) });
  });

const writer = (table: WatchedStore, rowsPerBlock = 8): BlockWriter =>
  new BlockWriter({ store: table, routerId: 'pe1', family, batch: 'b', now, ttl: 77, rowsPerBlock, before: null });

async function write(into: BlockWriter, all: readonly StandingRow[]): Promise<BlockEntry[]> {
  for (const row of all) if (into.add(row)) await into.cut();
  return into.finish();
}

async function readBack(table: WatchedStore, entries: readonly BlockEntry[]): Promise<StandingRow[]> {
  const blocks = new BlockReader(table);
  const found: StandingRow[] = [];
  for (const entry of entries) {
    const block = await blocks.read('pe1', family, entry.id);
    for (const [row] of baseRows(block, entry, [])) found.push(row);
  }
  return found;
}

describe('a writer of blocks', () => {
  it.each([
    [0, []],
    [1, [1]],
    [8, [8]],
    [9, [9]],
    [10, [8, 2]],
    [17, [8, 9]],
    [18, [8, 8, 2]],
  ])('makes of %i rows blocks of %j', async (count, sizes) => {
    const table = store();
    const given = rows(count);
    const entries = await write(writer(table), given);
    expect(entries.map((entry) => entry.rows)).toEqual(sizes);
    expect(await readBack(table, entries)).toEqual(given);
  });

  it('says of each block what can be known of it', async () => {
    const table = store();
    const other = 'pe1~192.0.2.2|loc-rib';
    const given = rows(3, 4, (index) => (index === 1 ? { feed: other, token: standing(5, '').token } : {}));
    const [entry] = await write(writer(table), given);
    expect(entry).toMatchObject({
      id: 'b.0',
      first: { key: given[0]?.key, feed },
      rows: 3,
      writtenAt: 1_700_000_000,
      classes: [
        { feed, token: standing(3, '').token, rows: 2 },
        { feed: other, token: standing(5, '').token, rows: 1 },
      ],
    });
    const [put] = table.of('put', 'BLOCK');
    expect(put?.ttl).toBe(77);
    expect(entry?.octets).toBeGreaterThan(20);
  });

  it('keeps what is pending in front of a block that stays', async () => {
    const into = writer(store());
    const [kept] = await write(writer(store()), rows(8));
    for (const row of rows(3)) into.add(row);
    expect([into.pending, into.isShort]).toEqual([3, false]);
    if (kept) await into.keep({ ...kept, id: 'kept.0' }, undefined);
    expect([into.pending, into.isShort]).toEqual([0, false]);
    for (const row of rows(1)) into.add(row);
    expect([into.pending, into.isShort]).toEqual([1, true]);
    expect((await into.finish()).map(({ id }) => id)).toEqual(['b.0', 'kept.0', 'b.1']);
    expect(into.blocks).toBe(2);
  });

  it.each<[string, StandingRow[]]>([
    ['attribute sets', rows(60, 4, () => ({ set: randomBytes(16_000).toString('latin1') }))],
    ['NLRI', rows(300, 4000)],
    ['both, as long as can be', rows(40, 60_000, () => ({ set: randomBytes(32_000).toString('latin1') }))],
  ])('makes blocks that fit an item of rows with long %s', async (_, given) => {
    const table = store();
    const entries = await write(writer(table, 2048), given);
    expect(Math.max(...entries.map(({ octets }) => octets))).toBeLessThan(220_000);
    expect(await readBack(table, entries)).toEqual(given);
  });

  it('holds few blocks at once', async () => {
    const table = store();
    const into = writer(table);
    for (const row of rows(8 * 24 + 7)) if (into.add(row)) await into.cut();
    expect(table.operations).toEqual([]);
    for (const row of rows(20)) if (into.add(row)) await into.cut();
    expect(table.operations.length).toBe(25);
    expect((await into.finish()).length).toBe(table.operations.length);
  });
});
