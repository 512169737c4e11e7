import { expect, test } from 'vitest';
import { AddressList, isPrefix } from '#collector/access/address-list.ts';

const list = new AddressList(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', 'fe80::/10', '::ffff:198.51.100.0/120']);

test.each([
  ['10.255.0.1', true],
  ['11.0.0.1', false],
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['::ffff:10.1.2.3', true],
  ['::ffff:11.1.2.3', false],
  ['198.51.100.9', true],
  ['2001:db8:1::1', true],
  ['2001:db9::1', false],
  ['fe80::1%eth0', true],
  ['unknown', false],
  ['', false],
])('%s: %s', (address, expected) => {
  expect(list.has(address)).toBe(expected);
});

test.each([
  ['0.0.0.0/0', true],
  ['::/0', true],
  ['10.0.0.0/33', false],
  ['2001:db8::/129', false],
  ['10.0.0/8', false],
  ['10.0.0.0/', false],
  ['10.0.0.0/-1', false],
  ['fe80::1%eth0', false],
  ['everyone', false],
  ['', false],
])('%s is a prefix: %s', (text, expected) => {
  expect(isPrefix(text)).toBe(expected);
});

test('all of IPv4 is not all of IPv6', () => {
  expect(new AddressList(['0.0.0.0/0']).has('2001:db8::1')).toBe(false);
  expect(new AddressList([]).has('10.0.0.1')).toBe(false);
});

test('what is no prefix is refused', () => {
  expect(() => new AddressList(['10.0.0.0/33'])).toThrow('no prefix: 10.0.0.0/33');
});
