import fc from 'fast-check';
import type { AttributeSet } from '#model/record.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import { tokenOf } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import type { SegmentRow } from '#rib/row.ts';

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

const octetsOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Every shape an NLRI can have. */
export const anyNlri: fc.Arbitrary<Nlri> = fc.oneof(
  prefix(4),
  prefix(16),
  fc
    .record({
      nlri: prefix(4),
      routeDistinguisher: octetsOf(8),
      labels: fc.option(fc.array(fc.nat(0xfffff), { maxLength: 4 })),
      pathId: fc.option(fc.nat(0xffffffff)),
    })
    .map(({ nlri, ...rest }) => ({ ...nlri, ...rest })),
  fc.uint8Array({ maxLength: 300 }).map((nlri) => ({ ...prefixOf([], 0), nlri })),
);

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

export const row: fc.Arbitrary<SegmentRow> = fc.record({
  peerId: fc.constantFrom('pe1~192.0.2.1', 'pe1~192.0.2.2', 'pé~rd~65000:1~::1'),
  view: fc.constantFrom(...views),
  nlri: anyNlri,
  token: fc.tuple(fc.nat(9_999_999_999), fc.nat(9_999_999_999_999)).map(([session, seq]) => tokenOf(session, seq)),
  at: fc.nat(4_102_444_800_000),
  attributes,
});
