import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document, Store } from '#rib/store/store.ts';
import { describeQueries } from './store-queries.ts';
import { describeVersions } from './store-versions.ts';

export interface OpenStore {
  store: Store;
  close(): Promise<void>;
}

/** What a suite works with: the store under test, and a partition that no other test has touched. */
export interface Scene {
  store(): Store;
  freshPartition(): string;
}

/** What every `Store` promises. */
export function describeStore(name: string, open: () => Promise<OpenStore>): void {
  describe(name, () => {
    let opened: OpenStore;
    let partitions = 0;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const scene: Scene = {
      store: () => opened.store,
      freshPartition: () => `P#${partitions++}`,
    };
    describeDocuments(scene);
    describeWrites(scene);
    describeVersions(scene);
    describeQueries(scene);
  });
}

const documents: [string, Document][] = [
  ['no attributes', {}],
  ['numbers', { zero: 0, negative: -1.5, tiny: 1e-9, time: 1_700_000_000_123, largest: Number.MAX_SAFE_INTEGER }],
  ['text', { empty: '', plain: 'pe1', beyondAscii: 'Zürich \u{1f600}' }],
  ['null and booleans', { nothing: null, yes: true, no: false }],
  ['maps', { map: { inner: { innermost: 1 }, empty: {} } }],
  ['arrays', { list: [1, 'two', null, [3, []], { four: 4 }], empty: [] }],
  ['octets', { data: Uint8Array.of(0, 127, 128, 255), inside: [{ data: Uint8Array.of(1) }] }],
  ['no octets', { data: new Uint8Array(0) }],
  ['300 KB of octets', { data: Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) & 255) }],
];

function describeDocuments({ store, freshPartition }: Scene): void {
  const stored = async (document: Document) => {
    const key = { pk: freshPartition(), sk: 'a' };
    await store().write([{ put: { key, document } }]);
    return key;
  };

  test('what is not there is undefined', async () => {
    const pk = freshPartition();
    await store().write([{ put: { key: { pk, sk: 'other' }, document: {} } }]);
    expect(await store().get({ pk, sk: 'a' })).toBeUndefined();
    expect(await store().getImmutable({ pk, sk: 'a' })).toBeUndefined();
    expect(await store().get({ pk: freshPartition(), sk: 'a' })).toBeUndefined();
  });

  test.each(documents)('a document with %s comes back by all ways of reading', async (_, document) => {
    const key = await stored(document);
    expect(await store().get(key)).toStrictEqual(document);
    expect(await store().getImmutable(key)).toStrictEqual(document);
    expect(await store().query(key.pk)).toStrictEqual({ items: [{ key, document }], next: null });
  });

  test('what is undefined is not stored', async () => {
    const key = await stored({ gone: undefined, map: { gone: undefined }, list: [1, undefined, 2] });
    expect(await store().get(key)).toStrictEqual({ map: {}, list: [1, 2] });
  });

  test('octets of a Buffer come back as a Uint8Array', async () => {
    const key = await stored({ data: Buffer.from('abcdef').subarray(2, 4) });
    expect(await store().get(key)).toStrictEqual({ data: Uint8Array.of(0x63, 0x64) });
  });

  test('nothing is shared with who wrote or read it', async () => {
    const document = { map: { list: [1] }, data: Uint8Array.of(1) };
    const key = await stored(document);
    document.map.list.push(2);
    document.data[0] = 2;
    const read = (await store().get(key)) as typeof document;
    read.map.list.push(3);
    read.data[0] = 3;
    const { items } = await store().query(key.pk);
    for (const item of items) (item.document as typeof document).map.list.push(4);
    expect(await store().get(key)).toStrictEqual({ map: { list: [1] }, data: Uint8Array.of(1) });
  });

  test.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a number beyond 2^53', Number.MAX_SAFE_INTEGER * 2],
    ['an object of a class', new Date(0)],
    ['more than 400 KB', new Uint8Array(400 * 1024)],
  ])('%s is refused', async (_, value) => {
    const put = { key: { pk: freshPartition(), sk: 'a' }, document: { value } };
    await expect(store().write([{ put }])).rejects.toThrow();
    await expect(store().putIfVersion(put, null)).rejects.toThrow();
    expect(await store().get(put.key)).toBeUndefined();
  });
}

function describeWrites({ store, freshPartition }: Scene): void {
  const sortKeysOf = async (pk: string) => (await store().query(pk)).items.map(({ key }) => key.sk);

  test('writing nothing is fine', async () => {
    await store().write([]);
  });

  test('a put replaces the whole item', async () => {
    const key = { pk: freshPartition(), sk: 'a' };
    await store().write([{ put: { key, document: { first: 1 } } }]);
    await store().write([{ put: { key, document: { second: 2 } } }]);
    expect(await store().get(key)).toStrictEqual({ second: 2 });
  });

  test('many puts and deletes go in one call, over many partitions', async () => {
    const partitions = [freshPartition(), freshPartition()];
    const keys = partitions.flatMap((pk) => Array.from({ length: 40 }, (_, index) => ({ pk, sk: `${index + 10}` })));
    await store().write(keys.map((key) => ({ put: { key, document: {} } })));
    const even = keys.filter(({ sk }) => Number(sk) % 2 === 0);
    const added = partitions.map((pk) => ({ put: { key: { pk, sk: '99' }, document: {} } }));
    await store().write([...even.map((key) => ({ delete: key })), ...added]);
    const odd = Array.from({ length: 20 }, (_, index) => `${index * 2 + 11}`);
    for (const pk of partitions) expect(await sortKeysOf(pk)).toEqual([...odd, '99']);
  });

  test('a delete of what is not there is fine', async () => {
    const key = { pk: freshPartition(), sk: 'a' };
    await store().write([{ delete: key }]);
    expect(await store().get(key)).toBeUndefined();
  });

  test('of several writes of one key the last one counts', async () => {
    const pk = freshPartition();
    const put = (sk: string, n: number) => ({ put: { key: { pk, sk }, document: { n } } });
    const remove = (sk: string) => ({ delete: { pk, sk } });
    await store().write([put('a', 1), put('b', 1), remove('c'), put('a', 2), remove('b'), put('c', 3)]);
    expect(await sortKeysOf(pk)).toEqual(['a', 'c']);
    expect(await store().get({ pk, sk: 'a' })).toStrictEqual({ n: 2 });
  });

  test('keys that only differ in where one part ends are different', async () => {
    const pk = freshPartition();
    const keys = [
      { pk: `${pk} a`, sk: 'b' },
      { pk, sk: 'a b' },
    ];
    await store().write(keys.map((key) => ({ put: { key, document: { name: key.sk } } })));
    expect(await Promise.all(keys.map((key) => store().get(key)))).toMatchObject([{ name: 'b' }, { name: 'a b' }]);
  });

  test('an expiry is no part of the document', async () => {
    const key = { pk: freshPartition(), sk: 'a' };
    await store().write([{ put: { key, document: { n: 1 } }, ttl: 4_000_000_000 }]);
    expect(await store().get(key)).toStrictEqual({ n: 1 });
  });
}
