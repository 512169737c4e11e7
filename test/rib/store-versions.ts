import { describe, expect, test } from 'vitest';
import type { Scene } from './store-conformance.ts';

/** Of the conformance suite: conditional puts. */
export function describeVersions({ store, freshPartition }: Scene): void {
  describe('a put on condition of a version', () => {
    const freshKey = () => ({ pk: freshPartition(), sk: 'a' });

    test('null: is taken where there is no item', async () => {
      const key = freshKey();
      expect(await store().putIfVersion({ key, document: { version: 1 } }, null)).toBe(true);
      expect(await store().get(key)).toStrictEqual({ version: 1 });
    });

    test.each([[{ version: 0 }], [{ other: 1 }]])('null: is refused where there is %o', async (document) => {
      const key = freshKey();
      await store().write([{ put: { key, document } }]);
      expect(await store().putIfVersion({ key, document: { version: 1 } }, null)).toBe(false);
      expect(await store().get(key)).toStrictEqual(document);
    });

    test('is taken where the version is that one, and replaces the whole item', async () => {
      const key = freshKey();
      await store().write([{ put: { key, document: { version: 7, old: true } } }]);
      expect(await store().putIfVersion({ key, document: { version: 8 } }, 7)).toBe(true);
      expect(await store().get(key)).toStrictEqual({ version: 8 });
    });

    test.each([
      ['is another one', { version: 6 }],
      ['is not there', { other: 1 }],
      ['is no number', { version: '7' }],
    ])('is refused where the version %s', async (_, document) => {
      const key = freshKey();
      await store().write([{ put: { key, document } }]);
      expect(await store().putIfVersion({ key, document: { version: 8 } }, 7)).toBe(false);
      expect(await store().get(key)).toStrictEqual(document);
    });

    test('is refused where there is no item', async () => {
      const key = freshKey();
      expect(await store().putIfVersion({ key, document: { version: 8 } }, 7)).toBe(false);
      expect(await store().get(key)).toBeUndefined();
    });

    test('is taken where the item was deleted', async () => {
      const key = freshKey();
      await store().putIfVersion({ key, document: { version: 1 } }, null);
      await store().write([{ delete: key }]);
      expect(await store().putIfVersion({ key, document: { version: 2 } }, null)).toBe(true);
    });

    test('takes an expiry, which is no part of the document', async () => {
      const key = freshKey();
      expect(await store().putIfVersion({ key, document: { version: 1 } }, null, 4_000_000_000)).toBe(true);
      expect(await store().get(key)).toStrictEqual({ version: 1 });
    });

    test.each([null, 3])('of many at once from %o, exactly one is taken', async (version) => {
      const key = freshKey();
      if (version !== null) await store().write([{ put: { key, document: { version } } }]);
      const writers = Array.from({ length: 10 }, (_, writer) => writer);
      const taken = await Promise.all(
        writers.map((writer) => store().putIfVersion({ key, document: { version: 4, writer } }, version)),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await store().get(key)).toStrictEqual({ version: 4, writer: taken.indexOf(true) });
    });
  });

  describe('a put of what is newer', () => {
    const key = () => ({ pk: freshPartition(), sk: 'a' });

    test.each([
      ['there is no item', undefined, true],
      ['the item has no version', { other: 1 }, true],
      ['the version is lower', { version: 6 }, true],
      ['the version is the same', { version: 7 }, false],
      ['the version is higher', { version: 8 }, false],
    ])('where %s', async (_, before, taken) => {
      const at = key();
      if (before) await store().write([{ put: { key: at, document: before } }]);
      expect(await store().putIfNewer({ key: at, document: { version: 7, mine: true } })).toBe(taken);
      expect(await store().get(at)).toStrictEqual(taken ? { version: 7, mine: true } : before);
    });
  });
}
