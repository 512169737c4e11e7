import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAttributeSet } from '#model/record-codec.ts';
import { Block, type BlockRow, encodeBlock } from '#rib/base/block.ts';
import { DamageError, VersionError } from '#rib/octets/octets.ts';
import { latin1 } from '#rib/octets/octets-text.ts';
import { sealed } from '#rib/octets/sealed.ts';
import { routeKeyOf } from '#rib/rows/route-key.ts';
import { Random } from '../fuzz/random.ts';
import { attributeSet, prefixOf, type ShapedFamily, shapes } from './arbitraries.ts';

type Row = Omit<BlockRow, 'key' | 'place'>;

const family = 'ipv4-unicast';
const decode = (octets: Uint8Array, of = family): BlockRow[] => [...new Block(octets, of).rows()];
const setOf = (med: number): string => latin1(encodeAttributeSet(attributeSet({ med })));

const rows = (of: ShapedFamily): fc.Arbitrary<Row[]> => {
  const seconds = fc.oneof(fc.constant(1_700_000_000), fc.nat(4_102_444_800));
  const row = fc.record({
    nlri: shapes[of],
    rowClass: fc.nat(3),
    firstSeen: seconds,
    lastChanged: seconds,
    set: fc.nat(5).map(setOf),
  });
  return fc.array(row, { maxLength: 40 });
};

/** Prefixes of many lengths with gaps between, two feeds of each, of which some were heard later; sets as routers share them. */
function sample(count: number): Row[] {
  const random = new Random(7);
  const recent = Array.from({ length: 8 }, () => random.below(1000));
  let address = 0x0a000000;
  return Array.from({ length: count }, (_, index): Row => {
    if (index % 2 === 0) address += 256 * (1 + random.below(4));
    if (random.oneIn(7)) recent[random.below(recent.length)] = random.below(1000);
    const octets = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
    const firstSeen = random.oneIn(50) ? 1_700_000_000 + random.below(100_000) : 1_700_000_000;
    const set = setOf(recent[random.below(recent.length)] ?? 0);
    return { nlri: prefixOf(octets, 24), rowClass: index % 2, firstSeen, lastChanged: firstSeen, set };
  });
}

const plainSample = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => {
    const nlri = prefixOf([10, index >> 8, index & 255], 24);
    return { nlri, rowClass: 0, firstSeen: 5, lastChanged: 5, set: setOf(1) };
  });

describe('a block', () => {
  it.each(Object.keys(shapes) as ShapedFamily[])('gives back its rows of %s, in the order they were given', (of) => {
    fc.assert(
      fc.property(rows(of), (given) => {
        const block = new Block(encodeBlock(given), of);
        const expected = given.map((row, place): BlockRow => ({ ...row, place, key: routeKeyOf(of)(row.nlri) }));
        expect([...block.rows()]).toEqual(expected);
        expect(block.count).toBe(given.length);
      }),
    );
  });

  it('gives only what the filter passes, with its place among all', () => {
    const found = new Block(encodeBlock(sample(600)), family).rows(
      (length, address) => length === 24 && address[2] === 17,
    );
    const expected = decode(encodeBlock(sample(600))).filter(({ nlri }) => nlri.address[2] === 17);
    expect([...found]).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('has nothing for a filter among NLRI that are no prefixes', () => {
    const opaque = { ...prefixOf([], 0), nlri: Uint8Array.of(1) };
    const block = new Block(
      encodeBlock([{ nlri: opaque, rowClass: 0, firstSeen: 0, lastChanged: 0, set: '' }]),
      '57-65',
    );
    expect([...block.rows(() => true)]).toEqual([]);
  });

  it('holds a set once, and what neighbours share costs an octet or less', () => {
    const [long, other] = ['x', 'y'].map((letter) => letter.repeat(700));
    const alternating = plainSample(600).map((row, index) => ({ ...row, set: (index % 2 ? long : other) ?? '' }));
    const one = encodeBlock(alternating.map((row) => ({ ...row, set: long ?? '' })));
    expect(encodeBlock(alternating).length - one.length).toBeLessThan(100);
  });

  it('costs some two octets a row of prefixes that two feeds have, of sets that neighbours share', () => {
    expect(encodeBlock(sample(2048)).length / 2048).toBeLessThan(2.2);
  });

  it.each([20, 2000])('refuses every truncation, of %i rows', (count) => {
    const encoded = encodeBlock(sample(count));
    for (let length = 0; length < encoded.length; length += count === 20 ? 1 : 53) {
      expect(() => decode(encoded.subarray(0, length))).toThrow(DamageError);
    }
  });

  it.each([20, 2000])('refuses every damaged octet, of %i rows', (count) => {
    const encoded = encodeBlock(sample(count));
    for (let index = 0; index < encoded.length; index += index < 20 || count === 20 ? 1 : 53) {
      const damaged = encoded.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 0x04;
      expect(() => decode(damaged), `octet ${index}`).toThrow(DamageError);
    }
  });

  it('refuses what is sealed well and says nonsense: any octets at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
        try {
          decode(sealed(1, body));
        } catch (error) {
          expect(error).toBeInstanceOf(DamageError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('of another version is not damaged', () => {
    expect(() => decode(sealed(2, new Uint8Array(9)))).toThrow(VersionError);
  });
});
