import { expect, test } from 'vitest';
import { itemSize } from '#rib/store/item-size.ts';

/** pk and sk with their names. */
const keyOctets = 2 + 4 + 2 + 1;
const key = { pk: 'PEER', sk: 'a' };

/** The rules of "DynamoDB item sizes and formats"; the name `v` is an octet of each. */
test.each<[string, unknown, number]>([
  ['text', 'abc', 3],
  ['no text', '', 0],
  ['text beyond ASCII', 'Zürich \u{1f600}', 12],
  ['null', null, 1],
  ['true', true, 1],
  ['false', false, 1],
  ['octets', new Uint8Array(1000), 1000],
  ['no octets', new Uint8Array(0), 0],
  ['0', 0, 1],
  ['one digit', 7, 2],
  ['trailing zeros', 700_000, 2],
  ['a pair of digits', 42, 2],
  ['digits of two pairs', 4.2, 3],
  ['leading zeros', 0.0042, 2],
  ['three digits', 123, 3],
  ['a minus', -123, 4],
  ['milliseconds since 1970', 1_700_000_000_123, 8],
  ['an empty list', [], 3],
  ['an empty map', {}, 3],
  ['a list', ['abc', null], 3 + (1 + 3) + (1 + 1)],
  ['a map', { name: 'abc', n: 7 }, 3 + (1 + 4 + 3) + (1 + 1 + 2)],
  ['maps in a list', [{ a: 'b' }, { a: 'c' }], 3 + 2 * (1 + 3 + (1 + 1 + 1))],
  ['a map with what is undefined', { a: undefined, b: [undefined] }, 3 + (1 + 1 + 3)],
])('%s', (_, value, octets) => {
  expect(itemSize({ key, document: { v: value } })).toBe(keyOctets + 1 + octets);
});

test('an item has its keys and its expiry, and the names of them', () => {
  expect(itemSize({ key, document: {} })).toBe(keyOctets);
  expect(itemSize({ key, document: { gone: undefined } })).toBe(keyOctets);
  expect(itemSize({ key, document: { ä: '' } })).toBe(keyOctets + 2);
  expect(itemSize({ key, document: {} }, 1_700_000_123)).toBe(keyOctets + 3 + 6);
});
