import { describe, expect, it } from 'vitest';
import type { DecodeContext } from '#protocol/bgp/context.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import { families, familyNamed, familyOf } from '#protocol/bgp/families/index.ts';
import { decodeRoutes, encodeRoutes } from '#protocol/bgp/families/routes.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { opaqueFamilyVectors, prefixFamilyVectors } from '#test/fixtures/vectors/families.ts';
import { opaqueRoute, prefixRoute } from '#test/fixtures/vectors/routes.ts';
import { octets, withAddPath } from '#test/fixtures/vectors/vector.ts';
import { describeVectors } from '../vector-suite.ts';

const ipv4 = familyOf(1, 1);

for (const family of [...families, familyOf(57, 65)] as Family[]) {
  const vectors = family.ipVersion === null ? opaqueFamilyVectors : prefixFamilyVectors[family.name];
  it(`${family.name} has vectors`, () => expect(vectors?.vectors.length).toBeGreaterThan(0));
  describeVectors(
    `family ${family.name}`,
    {
      decode: (reader, session) => decodeRoutes(reader, family, { session, issues: [] }),
      encode: (writer, routes, session) => encodeRoutes(writer, family, routes, session),
    },
    vectors ?? { vectors: [], malformed: [] },
  );
}

describe('the table', () => {
  it('has each family once', () => {
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    expect(new Set(families.map(({ afi, safi }) => `${afi}/${safi}`)).size).toBe(families.length);
  });

  it.each(families)('$name is found by number and by name', (family) => {
    expect(familyOf(family.afi, family.safi)).toBe(family);
    expect(familyNamed(family.name)).toBe(family);
    expect(familyNamed(`${family.afi}-${family.safi}`)).toBe(family);
  });

  it('gives families that it does not have the name afi-safi', () => {
    expect(familyOf(57, 65)).toMatchObject({ name: '57-65', delimited: false });
    expect(familyNamed('57-65')).toMatchObject({ afi: 57, safi: 65 });
  });

  it.each(['ipv5-unicast', '70000-1', '1-256', '1-', ''])('has no family %j', (name) =>
    expect(familyNamed(name)).toBeUndefined(),
  );
});

describe('keys', () => {
  const sorted = (family: Family, prefixes: string[]): string[] =>
    prefixes
      .map((text) => ({ text, key: Buffer.from(family.key(prefixRoute(text))) }))
      .sort((left, right) => Buffer.compare(left.key, right.key))
      .map(({ text }) => text);

  it('sort all covers of a prefix at or below it, the longest last', () => {
    const order = ['0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/16', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3/32', '11.0.0.0/8'];
    expect(sorted(ipv4, order.toReversed())).toEqual(order);
    const order6 = ['::/0', '2001:db8::/32', '2001:db8::/48', '2001:db8:0:1::/64', '2001:db9::/32'];
    expect(sorted(familyOf(2, 1), order6.toReversed())).toEqual(order6);
  });

  it('of an opaque family are its octets', () => {
    expect(familyOf(25, 70).key(opaqueRoute(octets('0102')))).toEqual(octets('0102'));
    expect(familyOf(25, 70).format(opaqueRoute(octets('0102')))).toBe('0102');
  });
});

describe('path identifiers', () => {
  const decode = (hex: string) => {
    const context: DecodeContext = { session: withAddPath, issues: [] };
    const routes = decodeRoutes(Reader.over(octets(hex)), ipv4, context);
    return { routes, issues: context.issues };
  };

  it('are missing in dumps although ADD-PATH is negotiated (FRR, GoBGP)', () => {
    const { routes, issues } = decode('180a0001');
    expect(routes).toEqual([prefixRoute('10.0.1.0/24')]);
    expect(issues).toEqual([
      { code: null, reason: 'no path identifiers despite ADD-PATH', outcome: 'note', offset: 0 },
    ]);
  });

  it('are missing in front of a host route that could be read as an identifier and a default route', () => {
    expect(decode('200a000000').routes).toEqual([prefixRoute('10.0.0.0/32')]);
    expect(decode('0000000100').routes).toEqual([{ ...prefixRoute('0.0.0.0/0'), pathId: 1 }]);
  });

  it('are missing in front of several', () => {
    expect(decode('100a01100a02').routes).toEqual([prefixRoute('10.1.0.0/16'), prefixRoute('10.2.0.0/16')]);
  });

  it('are taken as such wherever they fit', () => {
    const { routes, issues } = decode('00000001180a0001');
    expect(routes).toEqual([{ ...prefixRoute('10.0.1.0/24'), pathId: 1 }]);
    expect(issues).toEqual([]);
  });

  it('do not save octets that fit neither way', () => expect(() => decode('ff')).toThrow('4 octets wanted, 1 left'));
});
