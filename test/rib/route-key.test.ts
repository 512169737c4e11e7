import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vpls } from '#protocol/bgp/families/25-65-vpls.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { nlriKeyOf, routeKeyOf } from '#rib/rows/route-key.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { prefixOf, shapes } from './arbitraries.ts';

const opaque = (nlri: Uint8Array): Nlri => ({ ...prefixOf([], 0), nlri });
const order = (a: string, b: string): number => Math.sign(a < b ? -1 : a > b ? 1 : 0);

function compareOctets(a: Uint8Array, b: Uint8Array, length: number): number {
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Said once more, without keys: by address, then length, distinguisher and path identifier. */
const compareNlri = (a: Nlri, b: Nlri): number =>
  compareOctets(a.address, b.address, 16) ||
  Math.sign(a.prefixLength - b.prefixLength) ||
  compareOctets(a.routeDistinguisher ?? new Uint8Array(0), b.routeDistinguisher ?? new Uint8Array(0), 8) ||
  Math.sign((a.pathId ?? -1) - (b.pathId ?? -1));

const covers = (a: Nlri, b: Nlri): boolean => {
  const bits = ({ address }: Nlri) => [...address].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return a.prefixLength <= b.prefixLength && bits(b).startsWith(bits(a).slice(0, a.prefixLength));
};

describe.each(['ipv4-unicast', 'ipv6-unicast', 'vpnv4', 'vpnv6'] as const)('the key of a prefix of %s', (family) => {
  const keyOf = routeKeyOf(family);

  it('stands by address, length, distinguisher and path, and is the same for the same of these alone', () => {
    fc.assert(
      fc.property(shapes[family], shapes[family], (a, b) => {
        expect(order(keyOf(a), keyOf(b))).toBe(compareNlri(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('stands before those of the prefixes that it covers, whatever their distinguishers', () => {
    fc.assert(
      fc.property(shapes[family], shapes[family], (a, b) => {
        fc.pre(covers(a, b) && !covers(b, a));
        expect(keyOf(a) < keyOf(b)).toBe(true);
      }),
    );
  });

  it('looks at significant octets only, as a cursor has others behind them', () => {
    fc.assert(
      fc.property(shapes[family], (nlri) => {
        const address = new Uint8Array(32).fill(0xaa);
        address.set(nlri.address);
        expect(keyOf({ ...nlri, address })).toBe(keyOf(nlri));
      }),
    );
  });

  it('is that of the NLRI once the path is left out', () => {
    fc.assert(
      fc.property(shapes[family], (nlri) => {
        expect(nlriKeyOf(keyOf(nlri))).toBe(keyOf({ ...nlri, pathId: null }));
      }),
    );
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
    const keyOf = routeKeyOf('vpnv4');
    const nlri = prefixOf([10, 1, 0, 0], 16);
    const labelled: Nlri = { ...nlri, labels: [100] };
    expect(keyOf(labelled)).toBe(keyOf(nlri));
    const others = [
      { ...nlri, pathId: 0 },
      { ...nlri, pathId: 1 },
      prefixOf([10, 1, 0, 0], 17),
      { ...nlri, routeDistinguisher: new Uint8Array(8) },
      opaque(nlri.address),
    ];
    expect(new Set([nlri, ...others].map(keyOf)).size).toBe(6);
  });

  it('of what is no prefix is the family’s: other octets may be the same route', () => {
    const keyOf = routeKeyOf('vpls');
    expect(keyOf(block(100))).toBe(keyOf(block(200)));
    expect(keyOf(block(100))).not.toBe(keyOf(block(100, 6)));
    expect(keyOf(block(100))).not.toBe(keyOf({ ...block(100), pathId: 1 }));
  });

  it('of an EVPN route is the same for another segment and label, and another for another address', () => {
    const keyOf = routeKeyOf('evpn');
    const route = (segment: string, address: string, label: string): Nlri =>
      opaque(octets('0221', '0000fde800000001', segment, '00000064', '30', address, '00', label));
    const announced = route('00010203040506070809', 'aabbccddeeff', '000641');
    expect(keyOf(route('00000000000000000000', 'aabbccddeeff', '000000'))).toBe(keyOf(announced));
    expect(keyOf(route('00010203040506070809', 'aabbccddeefe', '000641'))).not.toBe(keyOf(announced));
  });

  it.each(['57-65', 'no-family-of-ours'])('of the family %s is the octets', (family) => {
    const keyOf = routeKeyOf(family);
    expect(keyOf(block(100))).not.toBe(keyOf(block(200)));
    expect(keyOf(block(100))).toBe(keyOf(block(100)));
  });

  it('of an NLRI of more than 320 octets is no longer than that, ends in a digest, and tells it from others', () => {
    const keyOf = routeKeyOf('57-65');
    const long = new Uint8Array(randomBytes(4000));
    const keys = [320, 321, 399, 400, 4000].map((length) => keyOf(opaque(long.slice(0, length))));
    expect(keys.map(({ length }) => length)).toEqual([320, 320, 320, 320, 320]);
    const others = [321, 3999].map((turned) => long.map((octet, index) => (index === turned ? octet ^ 1 : octet)));
    expect(new Set([...keys, ...others.map((nlri) => keyOf(opaque(nlri)))]).size).toBe(7);
    expect(keyOf(opaque(long.slice()))).toBe(keys[4]);
  });
});
