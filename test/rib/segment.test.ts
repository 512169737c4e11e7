import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenOf } from '#model/token.ts';
import { compareNlri, routeKey, type SegmentRow } from '#rib/row.ts';
import { encodeSegment, Segment, SegmentError } from '#rib/segment.ts';
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
    const octets = encodeSegment(sample(10));
    for (let length = 0; length < octets.length; length += 1) {
      expect(() => decode(octets.subarray(0, length))).toThrow(SegmentError);
    }
  });

  it('refuses every damaged octet', () => {
    const octets = encodeSegment(sample(10));
    for (let index = 0; index < octets.length; index += 1) {
      const damaged = octets.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 0x10;
      expect(() => decode(damaged)).toThrow(SegmentError);
    }
  });

  it('names the version it does not know', () => {
    const octets = encodeSegment(sample(1));
    octets[0] = 9;
    expect(() => decode(octets)).toThrow('version 9 is not known');
  });
});

describe('the key of a route', () => {
  it('is the same for other labels, another for another path, length or distinguisher', () => {
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
});
