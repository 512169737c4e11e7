import { describe, expect, it } from 'vitest';
import { decodeAttributeSet, encodeAttributeSet } from '#model/record-codec.ts';
import { largestSet, storedSet } from '#rib/octets/stored-set.ts';
import { attributeSet } from './arbitraries.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => 65_000 * 65_536 + index);
const octets = (length: number): Uint8Array => new Uint8Array(length).fill(7);

describe('an attribute set as it is stored', () => {
  it('is what it is', () => {
    const set = attributeSet({ communities: numbers(100), other: [{ code: 99, flags: 192, value: octets(4000) }] });
    expect(decodeAttributeSet(storedSet(set))).toEqual(set);
  });

  it.each([
    ['communities', { communities: numbers(16_000) }],
    ['large communities', { largeCommunities: numbers(5_400).map((n): [number, number, number] => [n, n, n]) }],
    ['extended communities', { extendedCommunities: numbers(8_000).map(() => octets(8)) }],
    ['an AS path', { asPath: [{ type: 'sequence' as const, asns: numbers(16_000) }] }],
    ['a cluster list', { clusterList: numbers(16_000).map(() => '192.0.2.100') }],
    ['an attribute that is not known', { other: [{ code: 99, flags: 192, value: octets(64_000) }] }],
  ])('with too large %s is cut, and says by how much', (_, change) => {
    const set = attributeSet({ med: 5, ...change });
    const stored = storedSet(set);
    expect(stored.length).toBeLessThanOrEqual(largestSet);
    const { cut, med, nextHop } = decodeAttributeSet(stored);
    expect({ med, nextHop }).toEqual({ med: 5, nextHop: set.nextHop });
    expect(cut).toBeGreaterThan(0);
    expect(encodeAttributeSet({ ...decodeAttributeSet(stored), cut: 0 }).length + cut).toBe(
      encodeAttributeSet(set).length,
    );
  });
});
