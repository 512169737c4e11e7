import { expect, test } from 'vitest';
import { backOffOf } from '#collector/publisher.ts';

const usual = { firstMilliseconds: 100, ceilingMilliseconds: 5000 };
const ceilingOf = (octets: number): number => backOffOf(octets, usual).ceilingMilliseconds;

test('a small record is tried again each second, a large one after up to five', () => {
  expect([300, 4000, 32_768, 65_536, 200_000].map(ceilingOf)).toEqual([1000, 1000, 2500, 5000, 5000]);
});

test('nothing waits longer than it may', () => {
  const quick = { firstMilliseconds: 2, ceilingMilliseconds: 10 };
  expect(backOffOf(300, quick)).toEqual(quick);
});
