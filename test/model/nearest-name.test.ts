import { expect, test } from 'vitest';
import { nearestName } from '#model/nearest-name.ts';

test.each([
  ['ruoter', 'router'],
  ['Router', 'router'],
  ['pear', 'peer'],
  ['frobnicate', undefined],
])('%s', (given, meant) => {
  expect(nearestName(given, ['router', 'peer'])).toBe(meant);
});
