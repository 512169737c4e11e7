import { describe, expect, it } from 'vitest';
import { blockKeys } from '#model/keys.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { FailingStore } from '../ingest/failing-store.ts';
import { Compacting, family, minute } from './compacting.ts';

const all = { lane: 0, lanes: 1 };
const forever = Number.POSITIVE_INFINITY;

/** A router of twelve routes, in three blocks. */
async function compacted(store?: InMemoryStore): Promise<Compacting> {
  const table = new Compacting(store);
  await table.dump('pe1', 12);
  await table.process().compactor.run(all, forever);
  return table;
}

async function loseBlock(table: Compacting, index: number): Promise<void> {
  const id = (await readManifest(table.store, 'pe1', family))?.entries[index]?.id ?? '';
  await table.store.write([{ delete: blockKeys.key('pe1', family, id) }]);
}

describe('damage of a base', () => {
  it('is a finding from the compaction that meets it to the one behind a dump of everything', async () => {
    const table = await compacted();
    const { compactor, infos } = table.process();
    await loseBlock(table, 1);
    expect(await table.findings()).toEqual([]);
    await table.announce('pe1', 5, 7);
    await compactor.run(all, forever);
    expect(infos).toMatchObject([{ damages: 1 }]);
    const finding = { routerId: 'pe1', subject: 'pe1', kind: 'suspect-feed', severity: 'critical', since: table.now };
    expect(await table.findings()).toMatchObject([finding]);
    expect((await table.findings())[0]?.detail).toContain(`1 stored parts of the ${family} RIB were damaged`);
    table.now += minute;
    await table.announce('pe1', 5, 8);
    await compactor.run(all, forever);
    expect(await table.findings()).toMatchObject([finding]);
    await table.dump('pe1', 12);
    await compactor.run(all, forever);
    expect(await table.findings()).toEqual([]);
  });

  it('is found within minutes though nothing happens, by looking at one block after the other', async () => {
    const table = await compacted();
    const { compactor, counts, infos } = table.process();
    await compactor.run(all, forever);
    await loseBlock(table, 1);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await compactor.run(all, forever);
      table.now += minute;
    }
    expect(infos).toMatchObject([{ reason: 'damage', outcome: 'flipped', blocks: 2, blocksWritten: 0, damages: 1 }]);
    expect(counts).toMatchObject({ compactions: 1 });
    expect(await table.findings()).toHaveLength(1);
  });

  it('of a block that is no longer in the base is nothing to tell', async () => {
    const table = await compacted();
    const { compactor, infos } = table.process();
    await compactor.run(all, forever);
    for (const number of [0, 4, 8]) await loseBlockAfterChange(table, number);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await compactor.run(all, forever);
      table.now += minute;
    }
    expect(infos).toEqual([]);
    expect(await table.findings()).toEqual([]);
  });

  it.each([
    ['raised', (table: Compacting) => loseBlock(table, 1), 1],
    ['taken back', damagedAndDumped, 0],
  ])('is a finding that is %s, wherever a process died before', async (_, prepare, findings) => {
    for (let operations = 0; ; operations += 1) {
      const store = new InMemoryStore();
      const table = await compacted(store);
      await prepare(table);
      await table.announce('pe1', 5, 9);
      const failing = new FailingStore(store, operations);
      const { compactor, counts } = table.process(failing);
      await compactor.run(all, forever).catch(() => undefined);
      await table.announce('pe1', 5, 10);
      await table.process().compactor.run(all, forever);
      expect(await table.findings(), `died at ${operations}`).toHaveLength(findings);
      if (failing.alive && counts.compactions === 1) break;
      expect(operations).toBeLessThan(100);
    }
  });
});

/** Its block is replaced by another process, and then taken away. */
async function loseBlockAfterChange(table: Compacting, number: number): Promise<void> {
  const before = await readManifest(table.store, 'pe1', family);
  await table.announce('pe1', number, 7);
  await table.process().compactor.run(all, forever);
  const after = new Set((await readManifest(table.store, 'pe1', family))?.entries.map(({ id }) => id));
  for (const { id } of before?.entries ?? []) {
    if (!after.has(id)) await table.store.write([{ delete: blockKeys.key('pe1', family, id) }]);
  }
}

async function damagedAndDumped(table: Compacting): Promise<void> {
  await loseBlock(table, 1);
  await table.announce('pe1', 5, 7);
  await table.process().compactor.run(all, forever);
  await table.dump('pe1', 12);
}
