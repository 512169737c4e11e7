import { describe, expect, it } from 'vitest';
import type { AsPathSegment } from '#protocol/bgp/attributes/values.ts';
import { plainContext } from '#protocol/bgp/context.ts';
import { decodeUpdate, encodeUpdate, type Update } from '#protocol/bgp/update.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { octets, twoOctetAs } from '#test/fixtures/vectors/vector.ts';

const sequence = (...asns: number[]): AsPathSegment => ({ type: 'sequence', asns });
const set = (...asns: number[]): AsPathSegment => ({ type: 'set', asns });
const confederation = (...asns: number[]): AsPathSegment => ({ type: 'confed-sequence', asns });
const asTrans = 23456;

const codes = { set: '01', sequence: '02', 'confed-sequence': '03', 'confed-set': '04' } as const;
const hex = (value: number, width: number): string => value.toString(16).padStart(width * 2, '0');
const pathOf = (segments: readonly AsPathSegment[], width: number): string =>
  segments
    .map(({ type, asns }) => codes[type] + hex(asns.length, 1) + asns.map((asn) => hex(asn, width)).join(''))
    .join('');
const attribute = (header: string, value: string): string => header + hex(value.length / 2, 1) + value;

const asPath = (...segments: AsPathSegment[]): string => attribute('4002', pathOf(segments, 2));
const as4Path = (...segments: AsPathSegment[]): string => attribute('c011', pathOf(segments, 4));
const aggregator = (asn: number): string => `c00706${hex(asn, 2)}0a000001`;
const as4Aggregator = (asn: number): string => `c01208${hex(asn, 4)}0a000002`;

function decoded(session: typeof plainContext, ...attributes: string[]): Update {
  const all = ['400101' + '00', '400304' + 'c0a80102', ...attributes].join('');
  return decodeUpdate(Reader.over(octets('0000', hex(all.length / 2, 2), all, '080a')), session);
}

const inTwoOctets = (...attributes: string[]): Update['attributes'] => decoded(twoOctetAs, ...attributes).attributes;

describe('RFC 6793 §4.2.3', () => {
  it('takes AS4_AGGREGATOR for an AGGREGATOR of AS_TRANS', () =>
    expect(inTwoOctets(asPath(sequence(65000)), aggregator(asTrans), as4Aggregator(65536)).aggregator).toEqual({
      asn: 65536,
      address: '10.0.0.2',
    }));

  it('ignores AS4_AGGREGATOR and AS4_PATH where AGGREGATOR is not AS_TRANS', () =>
    expect(
      inTwoOctets(asPath(sequence(asTrans)), aggregator(65000), as4Path(sequence(65536)), as4Aggregator(65536)),
    ).toMatchObject({ asPath: [sequence(asTrans)], aggregator: { asn: 65000, address: '10.0.0.1' } }));

  it('leaves AGGREGATOR as it is where there is no AS4_AGGREGATOR, and takes AS4_PATH', () =>
    expect(inTwoOctets(asPath(sequence(asTrans)), aggregator(65000), as4Path(sequence(65536)))).toMatchObject({
      asPath: [sequence(65536)],
      aggregator: { asn: 65000 },
    }));

  it('makes no AGGREGATOR of an AS4_AGGREGATOR alone', () =>
    expect(inTwoOctets(asPath(sequence(asTrans)), as4Aggregator(65536)).aggregator).toBeUndefined());

  it.each([
    ['as long as AS_PATH replaces it', [sequence(asTrans, 65000)], [sequence(65536, 65000)], [sequence(65536, 65000)]],
    [
      'shorter than AS_PATH goes behind what old speakers prepended',
      [sequence(65001, asTrans, 65000)],
      [sequence(65536, 65000)],
      [sequence(65001, 65536, 65000)],
    ],
    ['longer than AS_PATH is ignored', [sequence(65001)], [sequence(65536, 65537)], [sequence(65001)]],
    [
      'counts a set as one AS',
      [sequence(65001, asTrans), set(1, 2, 3)],
      [sequence(65536), set(1, 2, 3)],
      [sequence(65001, 65536), set(1, 2, 3)],
    ],
    ['is not joined to a set', [set(1, 2), sequence(asTrans)], [sequence(65536)], [set(1, 2), sequence(65536)]],
    [
      'leaves the confederation segments that lead AS_PATH',
      [confederation(64512), sequence(asTrans)],
      [sequence(65536)],
      [confederation(64512), sequence(65536)],
    ],
    [
      'leaves the confederation segments next to one that is prepended',
      [sequence(65001), confederation(64512), sequence(asTrans)],
      [sequence(65536)],
      [sequence(65001), confederation(64512), sequence(65536)],
    ],
    [
      'leaves none behind a segment that is prepended in part',
      [sequence(65001, asTrans), confederation(64512)],
      [sequence(65536)],
      [sequence(65001, 65536)],
    ],
  ])('an AS4_PATH %s', (_, path, path4, expected) =>
    expect(inTwoOctets(asPath(...path), as4Path(...path4)).asPath).toEqual(expected),
  );
});

describe('RFC 6793 §4.1', () => {
  it.each([
    ['AS4_PATH', 17, as4Path(sequence(65536))],
    ['AS4_AGGREGATOR', 18, as4Aggregator(65536)],
  ])('%s of a four-octet speaker is discarded', (_, code, attribute4) => {
    const update = decoded(plainContext, '400206' + '0201' + '0000fde8', attribute4);
    expect(update.attributes.asPath).toEqual([sequence(65000)]);
    expect(update.issues).toMatchObject([{ code, outcome: 'discard' }]);
  });

  it('AS4_PATH counts in a session of four octets, where AS_TRANS shows that an old speaker was on the way', () =>
    expect(decoded(plainContext, '400206' + '0201' + '00005ba0', as4Path(sequence(65536))).attributes.asPath).toEqual([
      sequence(65536),
    ]));
});

describe('RFC 6793 §6', () => {
  it('drops the confederation segments of AS4_PATH', () =>
    expect(inTwoOctets(asPath(sequence(asTrans)), as4Path(confederation(64512), sequence(65536))).asPath).toEqual([
      sequence(65536),
    ]));

  it('keeps AS_PATH where AS4_PATH is malformed', () => {
    const update = decoded(twoOctetAs, asPath(sequence(asTrans)), 'c01104' + '02010001');
    expect(update.attributes.asPath).toEqual([sequence(asTrans)]);
    expect(update.issues).toMatchObject([{ code: 17, outcome: 'discard' }]);
  });
});

describe('RFC 6793 §4.2.2', () => {
  const survived = (attributes: Partial<Update['attributes']>): Update['attributes'] => {
    const update = decoded(plainContext, '400200');
    const written = encodeUpdate({ ...update, attributes: { ...update.attributes, ...attributes } }, twoOctetAs);
    return decodeUpdate(Reader.over(written), twoOctetAs).attributes;
  };

  it('loses nothing in a session of two octets', () => {
    const attributes = {
      asPath: [sequence(65001, 65536), set(65537)],
      aggregator: { asn: 65536, address: '10.0.0.1' },
    };
    expect(survived(attributes)).toMatchObject(attributes);
  });

  it('never has confederation segments in AS4_PATH, nor an AS4_PATH of nothing else', () => {
    expect(survived({ asPath: [confederation(65536), sequence(65537)] }).asPath).toEqual([
      confederation(asTrans),
      sequence(65537),
    ]);
    expect(survived({ asPath: [confederation(65536)] }).asPath).toEqual([confederation(asTrans)]);
  });
});
