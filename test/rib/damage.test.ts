import { describe, expect, it } from 'vitest';
import { tokenOf } from '#model/token.ts';
import { beginning, damagedBlock, damagedLog, damagesLeft, damagesUpTo, damagesWithin } from '#rib/base/damage.ts';
import type { BlockEntry, Damage, FeedVisibility } from '#rib/base/manifest.ts';

const at = (key: string) => ({ key, feed: 'f' });
const token = tokenOf(1, 10);
const damage = (first: string, end: string | null): Damage => ({
  first: at(first),
  end: end === null ? null : at(end),
  token,
});
const entries = ['b', 'd', 'f'].map((key): BlockEntry => {
  return { id: key, first: at(key), covers: [], rows: 1, octets: 1, writtenAt: 1, classes: [] };
});

describe('what a base lacks', () => {
  it('of a damaged block is all that would stand between its neighbours', () => {
    expect(damagedBlock(entries, 0, token)).toEqual({ first: beginning, end: at('d'), token });
    expect(damagedBlock(entries, 1, token)).toEqual(damage('d', 'f'));
    expect(damagedBlock(entries, 2, token)).toEqual(damage('f', null));
  });

  it('of a damaged part of the log may be anything', () => {
    expect(damagedLog(token)).toEqual({ first: beginning, end: null, token });
  });

  it.each<[string, string, string | null, boolean]>([
    ['before it', 'a', 'd', false],
    ['up to its inside', 'a', 'e', true],
    ['inside', 'da', 'e', true],
    ['behind it', 'f', 'g', false],
    ['from its inside to the end', 'e', null, true],
    ['behind it to the end', 'f', null, false],
    ['all', '', null, true],
  ])('is asked for by a range %s or not', (_, from, end, isAsked) => {
    const found = damagesWithin([damage('d', 'f')], at(from), end === null ? null : at(end));
    expect(found).toHaveLength(isAsked ? 1 : 0);
  });

  it('to the end is asked for by all that goes beyond its beginning', () => {
    const within = (from: string, end: string | null) =>
      damagesWithin([damage('d', null)], at(from), end === null ? null : at(end)).length;
    expect([within('a', 'd'), within('a', 'da'), within('z', null), within('x', 'z')]).toEqual([0, 1, 1, 1]);
  });
});

describe('a damage', () => {
  const feeds = (...each: [incarnation: number, visibleFrom: number][]) =>
    new Map(
      each.map(([incarnation, visibleFrom], index): [string, FeedVisibility] => [
        `feed ${index}`,
        { incarnation: tokenOf(1, incarnation), visibleFrom: tokenOf(1, visibleFrom) },
      ]),
    );

  it.each<[string, boolean, Map<string, FeedVisibility>]>([
    ['with a feed that has not been dumped since', true, feeds([5, 5])],
    ['with a feed whose dump is on', true, feeds([12, 5])],
    ['with one feed of two dumped since', true, feeds([12, 12], [5, 5])],
    ['with a dump that began with what is damaged', true, feeds([10, 10])],
    ['with all feeds dumped since', false, feeds([12, 12], [15, 15])],
    ['with feeds that are hidden since', false, feeds([5, 12])],
    ['with a feed that had been hidden before', false, feeds([5, 7])],
    ['without feeds', false, feeds()],
  ])('%s: is left, %s', (_, isLeft, now) => {
    expect(damagesLeft([damage('d', 'f')], now)).toHaveLength(isLeft ? 1 : 0);
  });

  it('is not of what is yet to be said', () => {
    const [early, late] = [damage('a', 'b'), { ...damage('a', 'b'), token: tokenOf(9, 9) }];
    expect(damagesUpTo(tokenOf(1, 11), [early, late])).toEqual([early, { ...late, token: tokenOf(1, 11) }]);
  });
});
