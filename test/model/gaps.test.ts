import { expect, test } from 'vitest';
import { type Gap, gapsOfSession, isMissing, withGap } from '#model/gaps.ts';

const gap = (from: number, to: number, session = 1): Gap => ({ session, from, to });

test('gaps of one session add up, and another session begins anew', () => {
  const two = withGap(withGap([], gap(3, 4)), gap(9, 9));
  expect(two).toEqual([gap(3, 4), gap(9, 9)]);
  expect(withGap(two, gap(1, 1, 2))).toEqual([gap(1, 1, 2)]);
  expect(gapsOfSession(two, 2)).toEqual([]);
});

test.each([
  [gap(1, 2), false],
  [gap(2, 3), true],
  [gap(4, 4), true],
  [gap(5, 8), false],
  [gap(3, 4, 2), false],
])('whether some of %j are missing: %s', (events, missing) => {
  expect(isMissing([gap(3, 4)], events)).toBe(missing);
});

test('however many there are, none is forgotten, and the list stays short', () => {
  let gaps: readonly Gap[] = [];
  for (let seq = 1; seq <= 999; seq += 2) gaps = withGap(gaps, gap(seq, seq));
  expect(gaps.length).toBe(32);
  for (let seq = 1; seq <= 999; seq += 2) expect(isMissing(gaps, gap(seq, seq))).toBe(true);
});
