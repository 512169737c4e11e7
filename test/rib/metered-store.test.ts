import { describe, expect, test } from 'vitest';
import { MeteredStore } from '#rib/store/metered-store.ts';
import type { Stored } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';

const kilobyte = 1024;

/** Of exactly so many octets, keys and names included. */
const itemOf = (octets: number, sk = 'a'): Stored => {
  const key = { pk: 'SEGMENT#pe1', sk };
  const names = 'pk'.length + 'sk'.length + 'd'.length;
  return { key, document: { d: new Uint8Array(octets - names - key.pk.length - key.sk.length) } };
};

/** A store that has these items, and has not counted them. */
async function storeOf(...items: Stored[]): Promise<MeteredStore> {
  const store = new InMemoryStore();
  await store.write(items.map((put) => ({ put })));
  return new MeteredStore(store);
}

const used = (operation: string, requests: number, units: { writeUnits?: number; readUnits?: number }) => ({
  kind: 'SEGMENT',
  operation,
  requests,
  writeUnits: 0,
  readUnits: 0,
  ...units,
});

describe('a read', () => {
  test.each([
    [3.5 * kilobyte, 1],
    [4 * kilobyte, 1],
    [4 * kilobyte + 1, 2],
    [10 * kilobyte, 3],
    [300_000, 74],
  ])('of %d octets is %d units, and half as many where a replica will do', async (octets, readUnits) => {
    const item = itemOf(octets);
    const store = await storeOf(item);
    await store.get(item.key);
    await store.getImmutable(item.key);
    expect(store.usage()).toEqual([
      used('get', 1, { readUnits }),
      used('get-immutable', 1, { readUnits: readUnits / 2 }),
    ]);
  });

  test('of nothing is one of the least', async () => {
    const store = await storeOf();
    await store.get(itemOf(100).key);
    await store.getImmutable(itemOf(100).key);
    await store.query('SEGMENT#pe1');
    expect(store.usage().map(({ readUnits }) => readUnits)).toEqual([1, 0.5, 1]);
  });

  test.each([
    ['10 items of 40.8 KB together', 10, 4178, 11],
    ['1,500 items of 64 octets', 1500, 64, 24],
  ])('by a query of %s rounds up once', async (_, count, octets, readUnits) => {
    const sortKeys = Array.from({ length: count }, (_, index) => String(index).padStart(4, '0'));
    const store = await storeOf(...sortKeys.map((sk) => itemOf(octets, sk)));
    await store.query('SEGMENT#pe1');
    expect(store.usage()).toEqual([used('query', 1, { readUnits })]);
  });

  test('by a query is counted by page', async () => {
    const store = await storeOf(itemOf(100, 'a'), itemOf(100, 'b'), itemOf(100, 'c'));
    await store.query('SEGMENT#pe1', { limit: 2 });
    await store.query('SEGMENT#pe1', { limit: 2, after: 'b' });
    expect(store.usage()).toEqual([used('query', 2, { readUnits: 2 })]);
  });
});

describe('a write', () => {
  test.each([
    [500, 1],
    [kilobyte, 1],
    [kilobyte + 1, 2],
    [3.5 * kilobyte, 4],
    [300_000, 293],
  ])('of %d octets is %d units, on a condition or not', async (octets, writeUnits) => {
    const store = await storeOf();
    await store.write([{ put: itemOf(octets, 'a') }]);
    await store.putIfVersion(itemOf(octets, 'b'), null);
    expect(store.usage()).toEqual([used('put', 1, { writeUnits }), used('conditional-put', 1, { writeUnits })]);
  });

  test('in a batch rounds up by itself', async () => {
    const store = await storeOf();
    await store.write([{ put: itemOf(500, 'a') }, { put: itemOf(3.5 * kilobyte, 'b') }]);
    expect(store.usage()).toEqual([used('put', 2, { writeUnits: 5 })]);
  });

  test('that a later one of the same call replaces is not made', async () => {
    const store = await storeOf();
    await store.write([{ put: itemOf(5000) }, { put: itemOf(500) }]);
    expect(store.usage()).toEqual([used('put', 1, { writeUnits: 1 })]);
  });

  test('that is refused is billed as if it were not', async () => {
    const store = await storeOf(itemOf(100));
    expect(await store.putIfVersion(itemOf(2500), null)).toBe(false);
    expect(store.usage()).toEqual([used('conditional-put', 1, { writeUnits: 3 })]);
  });

  test('has its expiry counted', async () => {
    const store = await storeOf();
    await store.write([
      { put: itemOf(kilobyte - 4), ttl: 1 },
      { put: itemOf(kilobyte - 5, 'b'), ttl: 1 },
    ]);
    await store.putIfVersion(itemOf(kilobyte - 4, 'c'), null, 1);
    expect(store.usage().map(({ writeUnits }) => writeUnits)).toEqual([3, 2]);
  });

  test('that deletes is one unit, of what is there or not', async () => {
    const store = await storeOf(itemOf(100));
    await store.write([{ delete: itemOf(100, 'a').key }, { delete: itemOf(100, 'b').key }]);
    expect(store.usage()).toEqual([used('delete', 2, { writeUnits: 2 })]);
  });

  test('that fails is not counted', async () => {
    const store = await storeOf();
    await expect(store.write([{ put: itemOf(500_000) }])).rejects.toThrow();
    expect(store.usage()).toEqual([]);
  });
});

test('kinds are counted each, by the first part of the partition key', async () => {
  const store = await storeOf();
  for (const pk of ['ROUTER', 'EVENTS', 'EVENTS#000000000', 'SEGMENT#pe1#vpls', 'SEGMENT#pe2#vpls']) {
    await store.get({ pk, sk: 'a' });
  }
  expect(store.usage().map(({ kind, requests }) => [kind, requests])).toEqual([
    ['ROUTER', 1],
    ['EVENTS', 2],
    ['SEGMENT', 2],
  ]);
});

test('what is taken is what came on top; the whole stays', async () => {
  const store = await storeOf(itemOf(9000));
  await store.get(itemOf(9000).key);
  await store.write([{ put: itemOf(100, 'b') }]);
  expect(store.takeUsage()).toEqual([used('get', 1, { readUnits: 3 }), used('put', 1, { writeUnits: 1 })]);
  expect(store.takeUsage()).toEqual([]);
  await store.get(itemOf(9000).key);
  expect(store.takeUsage()).toEqual([used('get', 1, { readUnits: 3 })]);
  expect(store.usage()).toEqual([used('get', 2, { readUnits: 6 }), used('put', 1, { writeUnits: 1 })]);
});
