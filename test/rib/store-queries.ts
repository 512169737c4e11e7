import { describe, expect, test } from 'vitest';
import { queryAll, type Range } from '#rib/store/store.ts';
import type { Scene } from './store-conformance.ts';

/** Of the conformance suite: ranges of a partition. */
export function describeQueries({ store, freshPartition }: Scene): void {
  const filled = async (sortKeys: readonly string[], octets = 0) => {
    const pk = freshPartition();
    const document = { data: new Uint8Array(octets) };
    await store().write(sortKeys.map((sk) => ({ put: { key: { pk, sk }, document } })));
    return pk;
  };
  const sortKeysIn = async (pk: string, range: Range) =>
    (await store().query(pk, range)).items.map(({ key }) => key.sk);
  const followed = async (pk: string, range: Range) => {
    const sortKeys: string[] = [];
    for await (const { key } of queryAll(store(), pk, range)) sortKeys.push(key.sk);
    return sortKeys;
  };

  describe('a query', () => {
    test('of an empty partition finds nothing', async () => {
      expect(await store().query(freshPartition())).toStrictEqual({ items: [], next: null });
      expect(await store().query(freshPartition(), { prefix: 'a', limit: 1 })).toStrictEqual({ items: [], next: null });
    });

    test('of a partition that was emptied finds nothing', async () => {
      const pk = await filled(['a', 'b']);
      await store().write(['a', 'b'].map((sk) => ({ delete: { pk, sk } })));
      expect(await store().query(pk)).toStrictEqual({ items: [], next: null });
    });

    test('sees its own partition alone', async () => {
      const pk = await filled(['a']);
      await store().write([{ put: { key: { pk: `${pk}0`, sk: 'b' }, document: {} } }]);
      expect(await sortKeysIn(pk, {})).toEqual(['a']);
    });

    test.each<[string, Range, string[]]>([
      ['everything, in order', {}, ['a', 'a#1', 'a#10', 'a#2', 'a#3', 'b#1', 'c']],
      ['everything, backwards', { descending: true }, ['c', 'b#1', 'a#3', 'a#2', 'a#10', 'a#1', 'a']],
      ['a prefix', { prefix: 'a#' }, ['a#1', 'a#10', 'a#2', 'a#3']],
      ['a prefix that is a key itself', { prefix: 'a#1' }, ['a#1', 'a#10']],
      ['a prefix of nothing', { prefix: 'aa' }, []],
      ['a prefix, backwards', { prefix: 'a#', descending: true }, ['a#3', 'a#2', 'a#10', 'a#1']],
      ['after a key', { after: 'a#2' }, ['a#3', 'b#1', 'c']],
      ['after a key that is not there', { after: 'a#20' }, ['a#3', 'b#1', 'c']],
      ['after the last one', { after: 'c' }, []],
      ['after a key, backwards', { after: 'a#10', descending: true }, ['a#1', 'a']],
      ['after the first one, backwards', { after: 'a', descending: true }, []],
      ['a prefix after a key', { prefix: 'a#', after: 'a#10' }, ['a#2', 'a#3']],
      ['a prefix after a key that is not there', { prefix: 'a#', after: 'a#11' }, ['a#2', 'a#3']],
      ['a prefix after its last one', { prefix: 'a#', after: 'a#3' }, []],
      ['a prefix after a key, backwards', { prefix: 'a#', after: 'a#2', descending: true }, ['a#10', 'a#1']],
      ['the first ones', { limit: 2 }, ['a', 'a#1']],
      ['the last ones', { limit: 2, descending: true }, ['c', 'b#1']],
      ['the first ones of a prefix after a key', { prefix: 'a#', after: 'a#1', limit: 2 }, ['a#10', 'a#2']],
      ['more than there are', { prefix: 'b', limit: 5 }, ['b#1']],
    ])('of %s', async (_, range, expected) => {
      const pk = await filled(['b#1', 'a#2', 'a#10', 'c', 'a#1', 'a#3', 'a']);
      expect(await sortKeysIn(pk, range)).toEqual(expected);
    });

    test('cannot begin outside of its prefix', async () => {
      const pk = await filled(['a', 'b', 'c']);
      await expect(store().query(pk, { prefix: 'b', after: 'a' })).rejects.toThrow();
    });

    test('sorts by UTF-8 octets', async () => {
      const sortKeys = ['a', 'a\u00e4', 'a\u{10000}', 'a\uffee', 'a\u{1f600}b', 'b', '\u00e4', 'a\u{1f600}', 'A'];
      const byOctets = sortKeys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(byOctets).not.toEqual(sortKeys.toSorted());
      const pk = await filled(sortKeys);
      expect(await sortKeysIn(pk, {})).toEqual(byOctets);
      expect(await sortKeysIn(pk, { descending: true })).toEqual(byOctets.toReversed());
      expect(await sortKeysIn(pk, { after: 'a\uffee' })).toEqual(byOctets.slice(byOctets.indexOf('a\u{10000}')));
      expect(await sortKeysIn(pk, { prefix: 'a\u{1f600}' })).toEqual(['a\u{1f600}', 'a\u{1f600}b']);
    });
  });

  describe('pages', () => {
    test('a page that reached its limit says where to go on', async () => {
      const pk = await filled(['a', 'b', 'c']);
      const { next } = await store().query(pk, { limit: 2 });
      expect(next).toBe('b');
      expect(await store().query(pk, { after: 'b', limit: 2 })).toMatchObject({
        items: [{ key: { sk: 'c' } }],
        next: null,
      });
    });

    test('a page that holds as many as its limit does not know that it was the last', async () => {
      const pk = await filled(['a', 'b']);
      expect(await store().query(pk, { limit: 2 })).toMatchObject({ next: 'b' });
      expect(await store().query(pk, { limit: 2, after: 'b' })).toStrictEqual({ items: [], next: null });
    });

    test.each<Range>([{}, { descending: true }, { prefix: 'a' }, { prefix: 'a', descending: true }, { after: 'a3' }])(
      'of %o are followed to the end, whatever their limit',
      async (range) => {
        const pk = await filled(['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2']);
        const whole = await sortKeysIn(pk, range);
        for (const limit of [1, 2, 3, 7, 8]) expect(await followed(pk, { ...range, limit })).toEqual(whole);
      },
    );

    test('a page ends at 1 MB, and the next one goes on', async () => {
      const sortKeys = Array.from({ length: 12 }, (_, index) => `${index + 10}`);
      const pk = await filled(sortKeys, 300_000);
      expect(await store().query(pk)).toMatchObject({ items: { length: 4 }, next: '13' });
      expect(await followed(pk, {})).toEqual(sortKeys);
      expect(await followed(pk, { descending: true, limit: 7 })).toEqual(sortKeys.toReversed());
      expect(await followed(pk, { prefix: '1', after: '12' })).toEqual(sortKeys.slice(3, 10));
    });
  });
}
