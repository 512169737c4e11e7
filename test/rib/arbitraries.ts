import fc from 'fast-check';
import type { AttributeSet } from '#model/record.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import { type Token, tokenOf } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import type { SegmentRow } from '#rib/rows/row.ts';

export function attributeSet(change: Partial<AttributeSet> = {}): AttributeSet {
  const asPath: AttributeSet['asPath'] = [{ type: 'sequence', asns: [65000, 65100] }];
  return { ...emptyAttributeSet(), origin: 'igp', asPath, nextHop: '192.0.2.1', ...change };
}

export function prefixOf(octets: readonly number[], prefixLength: number, pathId: number | null = null): Nlri {
  const address = Uint8Array.from(octets.slice(0, Math.ceil(prefixLength / 8)));
  const spare = address.length * 8 - prefixLength;
  const last = address.length - 1;
  if (spare > 0) address[last] = ((address[last] ?? 0) >> spare) << spare;
  return { pathId, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
}

/** A small world, so that prefixes of a sample meet and cover one another. */
export const prefix = (octets: 4 | 16): fc.Arbitrary<Nlri> =>
  fc
    .tuple(
      fc.constantFrom([10, 0], [10, 128], [128, 1]),
      fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(0, 8, 9, octets * 8) },
        { weight: 1, arbitrary: fc.nat(octets * 8) },
      ),
      fc.constantFrom(null, null, null, 7),
    )
    .map(([beginning, length, pathId]) => prefixOf([...beginning, ...Array(octets - 2).fill(1)], length, pathId));

const distinguishers = [1, 2, 256].map((number) => Uint8Array.of(0, 0, 0xfd, 0xe8, 0, 0, number >> 8, number & 255));

/** Of another small world, in which tables with route distinguishers have prefixes in common. */
export const distinguishedPrefix: fc.Arbitrary<Nlri> = fc
  .tuple(prefix(4), fc.constantFrom(...distinguishers), fc.constantFrom([100], [200, 300]))
  .map(([nlri, routeDistinguisher, labels]) => ({ ...nlri, routeDistinguisher, labels }));

const octetsOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const withDistinguisher = (prefixes: fc.Arbitrary<Nlri>): fc.Arbitrary<Nlri> =>
  fc
    .record({
      nlri: prefixes,
      routeDistinguisher: fc.oneof(fc.constant(new Uint8Array(8)), octetsOf(8)),
      labels: fc.option(fc.array(fc.nat(0xfffff), { maxLength: 4 })),
      pathId: fc.option(fc.nat(0xffffffff)),
    })
    .map(({ nlri, ...rest }) => ({ ...nlri, ...rest }));

const opaque = fc.uint8Array({ maxLength: 400 }).map((nlri): Nlri => ({ ...prefixOf([], 0), nlri }));

/** Every shape an NLRI can have, by a family that has it. */
export const shapes = {
  'ipv4-unicast': prefix(4),
  'ipv6-unicast': prefix(16),
  vpnv4: withDistinguisher(prefix(4)),
  vpnv6: withDistinguisher(prefix(16)),
  '57-65': opaque,
} as const;

export type ShapedFamily = keyof typeof shapes;

export const views: readonly View[] = [
  'adj-rib-in-pre',
  'adj-rib-in-post',
  'loc-rib',
  'adj-rib-out-pre',
  'adj-rib-out-post',
];

const attributes: fc.Arbitrary<AttributeSet | null> = fc.option(
  fc
    .record({
      med: fc.option(fc.nat(0xffffffff)),
      localPref: fc.option(fc.nat(3)),
      communities: fc.array(fc.nat(0xffffffff), { maxLength: 3 }),
      extendedCommunities: fc.array(octetsOf(8), { maxLength: 2 }),
    })
    .map(attributeSet),
);

export const token: fc.Arbitrary<Token> = fc
  .tuple(fc.nat(9_999_999_999), fc.nat(9_999_999_999_999))
  .map(([session, seq]) => tokenOf(session, seq));

export const row = (family: ShapedFamily): fc.Arbitrary<SegmentRow> =>
  fc.record({
    peerId: fc.constantFrom('pe1~192.0.2.1', 'pe1~192.0.2.2', 'pé~rd~65000:1~::1'),
    view: fc.constantFrom(...views),
    nlri: shapes[family],
    token,
    at: fc.nat(4_102_444_800_000),
    attributes,
  });

/** Rows of one family, whichever. */
export const rowsOfAFamily = fc
  .constantFrom<ShapedFamily>('ipv4-unicast', 'ipv6-unicast', 'vpnv4', 'vpnv6', '57-65')
  .chain((family) => fc.record({ family: fc.constant(family), rows: fc.array(row(family), { maxLength: 40 }) }));
