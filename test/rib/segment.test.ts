import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAttributeSet } from '#model/record-codec.ts';
import { tokenOf } from '#model/token.ts';
import { encodeSegment, lastOfEachRoute, type PlacedRow, Segment } from '#rib/log/segment.ts';
import { DamageError } from '#rib/octets/octets.ts';
import { latin1 } from '#rib/octets/octets-text.ts';
import { comparePositions, feedKey, type LogRow, type SegmentRow } from '#rib/rows/row.ts';
import { attributeSet, prefixOf, rowsOfAFamily } from './arbitraries.ts';

const family = 'ipv4-unicast';
const place = (rows: readonly SegmentRow[]): PlacedRow[] => lastOfEachRoute(rows, family);
const encode = (rows: readonly SegmentRow[]): Uint8Array => encodeSegment(place(rows));
const decode = (octets: Uint8Array): LogRow[] => [...new Segment(octets, family).rows()];

function sample(count: number): SegmentRow[] {
  const shared = attributeSet({ communities: [0x369b0064] });
  return Array.from({ length: count }, (_, index) => ({
    peerId: 'pe1~192.0.2.1',
    view: 'adj-rib-in-pre',
    nlri: prefixOf([10, index >> 8, index & 255, 0], 24),
    token: tokenOf(3, 100 + Math.floor(index / 6)),
    at: 1_700_000_000_000,
    attributes: shared,
  }));
}

const logRow = ({ key, feed, row: { nlri, token, at, attributes } }: PlacedRow): LogRow => {
  const set = attributes && latin1(encodeAttributeSet(attributes));
  return { key, feed, nlri, token, version: 0, at, set };
};

describe('a segment', () => {
  it('gives back the rows it was made of, in the order of their routes and feeds', () => {
    fc.assert(
      fc.property(rowsOfAFamily, ({ family: of, rows }) => {
        const placed = lastOfEachRoute(rows, of);
        const segment = new Segment(encodeSegment(placed), of);
        expect([...segment.rows()]).toEqual(placed.toSorted(comparePositions).map(logRow));
        expect(segment.count).toBe(placed.length);
      }),
    );
  });

  it('says of which commit its rows are', () => {
    const segment = new Segment(encode(sample(2)), family);
    segment.version = 7;
    expect([...segment.rows()].map(({ version }) => version)).toEqual([7, 7]);
  });

  it('gives only what the filter passes, and passes it the prefix', () => {
    const rows = new Segment(encode(sample(300)), family).rows((length, address) => length === 24 && address[2] === 17);
    expect([...rows].map(({ nlri }) => [...nlri.address])).toEqual([
      [10, 0, 17],
      [10, 1, 17],
    ]);
  });

  it('holds an attribute set once, however many objects say it', () => {
    const distinct = sample(100).map((each) => ({ ...each, attributes: attributeSet({ communities: [0x369b0064] }) }));
    expect(encode(distinct)).toEqual(encode(sample(100)));
  });

  it('costs few octets a route when an UPDATE brings six', () => {
    expect(encode(sample(6000)).length / 6000).toBeLessThan(4);
  });

  it.each([
    ['plain', 10],
    ['compressed', 500],
  ])('refuses every truncation of one that is %s', (_, count) => {
    const encoded = encode(sample(count));
    for (let length = 0; length < encoded.length; length += 1) {
      expect(() => decode(encoded.subarray(0, length))).toThrow(DamageError);
    }
  });

  it.each([
    ['plain', 10],
    ['compressed', 500],
  ])('refuses every damaged octet of one that is %s', (_, count) => {
    const encoded = encode(sample(count));
    for (let index = 0; index < encoded.length; index += 1) {
      const damaged = encoded.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 0x10;
      expect(() => decode(damaged), `octet ${index}`).toThrow(DamageError);
    }
  });

  it.each([undefined, null, 'text', new Uint8Array(0)])('refuses %j', (data) => {
    expect(() => new Segment(data, family)).toThrow(DamageError);
  });
});

describe('the last row of each route', () => {
  const said = (seq: number, change: Partial<SegmentRow> = {}): SegmentRow => {
    const [row] = sample(1);
    if (row === undefined) throw new Error('no row');
    return { ...row, token: tokenOf(1, seq), ...change };
  };

  it('is that with the highest token, and of one token that which came last', () => {
    const withdrawal = said(7, { attributes: null });
    const rows = [said(5), said(6), withdrawal, said(6)];
    expect(place(rows).map(({ row }) => row)).toEqual([withdrawal]);
    const again = said(7);
    expect(place([...rows, again]).map(({ row }) => row)).toEqual([again]);
  });

  it('is told apart by peer and view', () => {
    const rows = [said(1), said(2, { view: 'adj-rib-in-post' }), said(3, { peerId: 'pe1~192.0.2.2' })];
    expect(place(rows).map(({ feed }) => feed)).toEqual(rows.map(({ peerId, view }) => feedKey(peerId, view)));
  });
});
