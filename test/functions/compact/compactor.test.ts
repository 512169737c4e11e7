import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '#functions/compact/due.ts';
import { blockKeys } from '#model/keys.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { sealed } from '#rib/octets/sealed.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { InterruptedStore } from '../../rib/interrupted-store.ts';
import { WatchedStore } from '../../rib/watched-store.ts';
import { Compacting, family, minute } from './compacting.ts';

const all = { lane: 0, lanes: 1 };
const forever = Number.POSITIVE_INFINITY;
const routers = Array.from({ length: 12 }, (_, index) => `pe${index}`);

async function compacting(ids: readonly string[], store?: WatchedStore): Promise<Compacting> {
  const table = new Compacting(store);
  for (const id of ids) await table.dump(id, 6);
  return table;
}

describe('a run', () => {
  it('compacts what is due, and counts it', async () => {
    const table = await compacting(['pe1', 'pe2']);
    const { compactor, counts, infos, errors } = table.process();
    expect(await compactor.run(all, forever)).toBe(2);
    expect(counts).toEqual({ compactions: 2, blocksWritten: 4 });
    expect(await table.generations()).toEqual({ pe1: 1, pe2: 1 });
    expect(infos).toMatchObject([
      { routerId: 'pe1', family, reason: 'first', outcome: 'flipped', blocks: 2, damages: 0 },
      { routerId: 'pe2', family, reason: 'first', outcome: 'flipped', blocks: 2, damages: 0 },
    ]);
    expect(errors).toEqual([]);
    await table.announce('pe2', 1, 7);
    expect(await compactor.run(all, forever)).toBe(1);
    expect(await table.generations()).toEqual({ pe1: 1, pe2: 2 });
  });

  it('does nothing where nothing is due', async () => {
    const table = await compacting(['pe1']);
    await table.process().compactor.run(all, forever);
    await table.announce('pe1', 1, 7);
    expect(await table.process(table.store, defaultPolicy).compactor.run(all, forever)).toBe(0);
    expect(await table.generations()).toEqual({ pe1: 1 });
  });

  it('says how long a log has been in no base', async () => {
    const table = await compacting(['pe1', 'pe2']);
    const { compactor } = table.process(table.store, defaultPolicy);
    expect(compactor.uncompactedSeconds).toBe(0);
    await compactor.run(all, forever);
    expect(compactor.uncompactedSeconds).toBe(0);
    table.now += 10 * minute;
    await table.announce('pe2', 1, 7);
    await compactor.run(all, forever);
    expect(compactor.uncompactedSeconds).toBe(600);
    table.now += 55 * minute;
    expect(await compactor.run(all, forever)).toBe(1);
    expect(compactor.uncompactedSeconds).toBe(0);
  });

  it('says so of one that never had a base, from when it saw that', async () => {
    const table = await compacting(['pe1']);
    const broken = new WatchedStore(table.store);
    broken.putIfVersion = () => Promise.reject(new Error('the table is away'));
    const { compactor } = table.process(broken, defaultPolicy);
    await compactor.run(all, forever);
    expect(compactor.uncompactedSeconds).toBe(0);
    table.now += 10 * minute;
    await compactor.run(all, forever);
    expect(compactor.uncompactedSeconds).toBe(600);
  });

  it('without news reads the heads, and one block a minute', async () => {
    const store = new WatchedStore(new InMemoryStore());
    const table = await compacting(['pe1'], store);
    const { compactor } = table.process();
    await compactor.run(all, forever);
    const readsOfRun = async () => {
      store.operations = [];
      await compactor.run(all, forever);
      return store.operations.map(({ name, kind }) => `${name} ${kind}`);
    };
    expect(await readsOfRun()).toEqual(['query HEAD', 'get BLOCK']);
    expect(await readsOfRun()).toEqual(['query HEAD']);
    table.now += minute;
    expect(await readsOfRun()).toEqual(['query HEAD', 'get BLOCK']);
  });

  it('sees what another process has compacted before it does so again', async () => {
    const table = await compacting(['pe1']);
    const [one, other] = [table.process(), table.process()];
    await one.compactor.run(all, forever);
    await table.announce('pe1', 1, 7);
    await other.compactor.run(all, forever);
    expect(await one.compactor.run(all, forever)).toBe(0);
    expect(await table.generations()).toEqual({ pe1: 2 });
  });

  it('that was overtaken counts as lost, and the next one begins from what is there', async () => {
    const table = await compacting(['pe1']);
    const store = new InterruptedStore(table.store, 'before the flip', () =>
      table.process().compactor.run(all, forever),
    );
    const { compactor, counts, infos } = table.process(store);
    await compactor.run(all, forever);
    expect(counts).toMatchObject({ compactionsLost: 1 });
    expect(infos).toMatchObject([{ outcome: 'lost' }]);
    expect(await table.generations()).toEqual({ pe1: 1 });
    await table.announce('pe1', 1, 7);
    await compactor.run(all, forever);
    expect(counts).toMatchObject({ compactionsLost: 1, compactions: 1 });
  });
});

describe('lanes', () => {
  it.each([1, 2, 5])('have every router once, where there are %i', async (lanes) => {
    const done: string[][] = [];
    for (let lane = 0; lane < lanes; lane += 1) {
      const table = await compacting(routers);
      await table.process().compactor.run({ lane, lanes }, forever);
      done.push(Object.keys(await table.generations()));
    }
    expect(done.flat().sort()).toEqual(routers.toSorted());
    if (lanes === 2) expect(Math.min(...done.map(({ length }) => length))).toBeGreaterThan(1);
  });
});

describe('a deadline', () => {
  it('that has passed lets nothing begin', async () => {
    const table = await compacting(['pe1']);
    expect(await table.process().compactor.run(all, table.now)).toBe(0);
    expect(await table.generations()).toEqual({});
  });

  it('lets what has begun come to its end, and the rest begin in later runs, however slow the first are', async () => {
    const table = await compacting(['pe1', 'pe2', 'pe3']);
    const slow = () =>
      new InterruptedStore(table.store, 'before the flip', async () => {
        table.now += 2 * minute;
      });
    for (let runs = 1; runs <= 3; runs += 1) {
      expect(await table.process(slow()).compactor.run(all, table.now + minute)).toBe(1);
      expect(Object.keys(await table.generations())).toHaveLength(runs);
    }
  });

  it('is no reason for one that always fails to keep the others waiting', async () => {
    const table = await compacting(['pe1', 'pe2', 'pe3']);
    await table.process().compactor.run(all, forever);
    const id = (await readManifest(table.store, 'pe1', family))?.entries[0]?.id ?? '';
    const data = sealed(99, Uint8Array.of(1));
    await table.store.write([{ put: { key: blockKeys.key('pe1', family, id), document: { data } } }]);
    for (const router of ['pe1', 'pe2', 'pe3']) await table.announce(router, 1, 7);
    for (let runs = 0; runs < 6; runs += 1) {
      const slow = new InterruptedStore(table.store, 'before a block is read', async () => {
        table.now += 2 * minute;
      });
      await table.process(slow).compactor.run(all, table.now + minute);
    }
    expect(await table.generations()).toEqual({ pe1: 1, pe2: 2, pe3: 2 });
  });
});

describe('a compaction that fails', () => {
  it('is counted and told, keeps no other from its turn, and is tried again', async () => {
    const table = await compacting(['pe1', 'pe2']);
    const broken = new InterruptedStore(table.store, 'before blocks are written', async () => {
      throw new Error('the table is away');
    });
    const { compactor, counts, errors } = table.process(broken);
    expect(await compactor.run(all, forever)).toBe(1);
    expect(counts).toMatchObject({ compactionsFailed: 1, compactions: 1 });
    expect(errors).toMatchObject([{ family, reason: 'Error: the table is away' }]);
    expect(Object.keys(await table.generations())).toHaveLength(1);
    expect(await compactor.run(all, forever)).toBe(1);
    expect(await table.generations()).toEqual({ pe1: 1, pe2: 1 });
  });
});
