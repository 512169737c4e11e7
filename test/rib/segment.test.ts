import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenOf } from '#model/token.ts';
import { vpls } from '#protocol/bgp/families/25-65-vpls.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { compareNlri, routeKeyOf, type SegmentRow } from '#rib/row.ts';
import { encodeSegment, Segment, SegmentError } from '#rib/segment.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { attributeSet, prefixOf, row } from './arbitraries.ts';

const decode = (octets: Uint8Array): SegmentRow[] => new Segment(octets).rows();

const inPrefixOrder = (rows: readonly SegmentRow[]): SegmentRow[] =>
  rows.toSorted((a, b) => compareNlri(a.nlri, b.nlri));

function sample(count: number): SegmentRow[] {
  const shared = attributeSet({ communities: [0x369b0064] });
  return Array.from({ length: count }, (_, index) => ({
    peerId: 'pe1~192.0.2.1',
    view: 'adj-rib-in-pre',
    nlri: prefixOf([10, index >> 8, index & 255, 0], 24),
    token: tokenOf(3, 100 + Math.floor(index / 6)),
    at: 1_700_000_000_000 + index,
    attributes: shared,
  }));
}

describe('a segment', () => {
  it('gives back the rows it was made of, in the order of their prefixes', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        expect(decode(encodeSegment(rows))).toEqual(inPrefixOrder(rows));
      }),
    );
  });

  it('visits the same rows without their attributes', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const seen: unknown[] = [];
        new Segment(encodeSegment(rows)).eachHead(({ set, ...head }, nlri) =>
          seen.push({ ...head, nlri, withdrawn: set === 0 }),
        );
        expect(seen).toEqual(
          inPrefixOrder(rows).map(({ attributes, ...head }) => ({ ...head, withdrawn: attributes === null })),
        );
      }),
    );
  });

  it('gives only what the filter passes, and passes it the prefix', () => {
    const rows = sample(300);
    const found = new Segment(encodeSegment(rows)).rows((length, address) => length === 24 && address[2] === 17);
    expect(found.map(({ nlri }) => [...nlri.address])).toEqual([
      [10, 0, 17],
      [10, 1, 17],
    ]);
  });

  it('holds an attribute set once, however many objects say it', () => {
    const distinct = sample(100).map((each) => ({ ...each, attributes: attributeSet({ communities: [0x369b0064] }) }));
    const rows = distinct.map((each, index) => ({ ...each, at: sample(100)[index]?.at ?? 0 }));
    expect(encodeSegment(rows)).toEqual(encodeSegment(sample(100)));
  });

  it('costs few octets a route when an UPDATE brings six', () => {
    const rows = sample(6000).map((each) => ({ ...each, at: 1_700_000_000_000 }));
    expect(encodeSegment(rows).length / rows.length).toBeLessThan(8);
  });

  it('refuses every truncation', () => {
    const encoded = encodeSegment(sample(10));
    for (let length = 0; length < encoded.length; length += 1) {
      expect(() => decode(encoded.subarray(0, length))).toThrow(SegmentError);
    }
  });

  it('refuses every damaged octet', () => {
    const encoded = encodeSegment(sample(10));
    for (let index = 0; index < encoded.length; index += 1) {
      const damaged = encoded.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 0x10;
      expect(() => decode(damaged)).toThrow(SegmentError);
    }
  });

  it('names the version it does not know', () => {
    const encoded = encodeSegment(sample(1));
    encoded[0] = 9;
    expect(() => decode(encoded)).toThrow('version 9 is not known');
  });
});

describe('the key of a route', () => {
  const block = (labelBase: number, veId = 5): Nlri =>
    vpls.toNlri({
      type: 'vpls-block',
      routeDistinguisher: octets('0000fde800000001'),
      veId,
      veBlockOffset: 1,
      veBlockSize: 8,
      labelBase,
      labelBits: 0,
    });

  it('is the same for other labels, another for another path, length or distinguisher', () => {
    const routeKey = routeKeyOf('vpnv4');
    const nlri = prefixOf([10, 1, 0, 0], 16);
    expect(routeKey({ ...nlri, labels: [100] })).toBe(routeKey(nlri));
    const others = [
      { ...nlri, pathId: 0 },
      { ...nlri, pathId: 1 },
      prefixOf([10, 1, 0, 0], 17),
      { ...nlri, routeDistinguisher: new Uint8Array(8) },
      { ...prefixOf([], 0), nlri: nlri.address },
    ];
    expect(new Set([nlri, ...others].map(routeKey)).size).toBe(6);
  });

  it('of what is no prefix is the family’s: other octets may be the same route', () => {
    const routeKey = routeKeyOf('vpls');
    expect(routeKey(block(100))).toBe(routeKey(block(200)));
    expect(routeKey(block(100))).not.toBe(routeKey(block(100, 6)));
    expect(routeKey(block(100))).not.toBe(routeKey({ ...block(100), pathId: 1 }));
  });

  it.each(['57-65', 'no-family-of-ours'])('of the family %s is the octets', (family) => {
    expect(routeKeyOf(family)(block(100))).not.toBe(routeKeyOf(family)(block(200)));
    expect(routeKeyOf(family)(block(100))).toBe(routeKeyOf(family)(block(100)));
  });
});
