import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BgpContext, NlriContext } from '#protocol/bgp/context.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { families, familyNamed, familyOf } from '#protocol/bgp/families/index.ts';
import { decodeRouteSet, encodeRoutes } from '#protocol/bgp/families/routes.ts';
import type { StructuredFamily } from '#protocol/bgp/families/structured-family.ts';
import { noNextHop } from '#protocol/bgp/route-set.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { familyVectors } from '#test/fixtures/vectors/families/index.ts';
import { opaqueFamilyVectors } from '#test/fixtures/vectors/families/opaque.ts';
import { opaqueRoute, prefixRoute } from '#test/fixtures/vectors/routes.ts';
import { octets, type StructuredVectors, type Vectors, withAddPath } from '#test/fixtures/vectors/vector.ts';
import { describeVectors, expectDecodeErrors } from '../vector-suite.ts';

const ipv4 = familyOf(1, 1);
const unknown = familyOf(57, 65);

function routesOf(family: Family, reader: Reader, session: BgpContext): Nlri[] {
  return [...decodeRouteSet(reader, family, noNextHop, { session, issues: [], withdrawn: false }).routes];
}

function describeFamily(family: Family, vectors: Vectors<Nlri[]>): void {
  describeVectors(
    `family ${family.name}`,
    {
      decode: (reader, session) => routesOf(family, reader, session),
      encode: (writer, routes, session) => encodeRoutes(writer, family, routes, session),
    },
    vectors,
  );
}

/** Null where the NLRI stays octets, with why. */
function decoded(
  family: StructuredFamily<unknown>,
  bytes: Uint8Array,
): { value: unknown; nlri: Nlri; reasons: string[] } {
  const context: NlriContext = { session: withAddPath, issues: [], withdrawn: false };
  const reader = Reader.over(Uint8Array.of(0, 0, 0, 7, ...bytes));
  const nlri = family.decode(reader, reader.u32(), context);
  reader.expectEnd();
  return { value: family.fromNlri(nlri), nlri, reasons: context.issues.map(({ reason }) => reason) };
}

function describeStructured(
  family: StructuredFamily<unknown>,
  { vectors, malformed, arbitrary }: StructuredVectors<unknown>,
): void {
  const byText = new Map(vectors.map(({ text, hex }) => [text, decoded(family, octets(...hex)).nlri]));

  describe(`family ${family.name}`, () => {
    it.each(vectors)('$name: decodes', ({ hex, value }) => {
      expect(decoded(family, octets(...hex))).toMatchObject({ value, reasons: [], nlri: { pathId: 7 } });
    });
    it.each(vectors.filter(({ decodeOnly }) => decodeOnly === undefined))('$name: encodes', ({ hex, value }) => {
      expect(family.toNlri(value).nlri).toEqual(octets(...hex));
    });
    it.each(vectors)('$name: survives encode and decode', ({ value }) => {
      expect(family.fromNlri(family.toNlri(value))).toEqual(value);
    });
    it.each(vectors)('$name: reads $text', ({ hex, text }) => {
      const { nlri } = decoded(family, octets(...hex));
      expect(family.format(nlri)).toBe(text);
      expect(family.describe(nlri)).toMatchObject({ text, fields: expect.any(Object) });
      expect(() => JSON.stringify(family.describe(nlri))).not.toThrow();
    });
    it.each(vectors)('$name: is a route of its own, unless it should not be', ({ hex, text, sameRouteAs }) => {
      const key = family.key(decoded(family, octets(...hex)).nlri);
      const same = [...byText]
        .filter(([, other]) => Buffer.compare(family.key(other), key) === 0)
        .map(([name]) => name);
      const group = sameRouteAs ?? text;
      expect(same).toContain(text);
      for (const name of same) {
        const vector = vectors.find((one) => one.text === name);
        expect(vector?.sameRouteAs ?? name).toBe(group);
      }
      if (sameRouteAs !== undefined) expect(same).toContain(sameRouteAs);
    });
    it.each(vectors)('$name: every truncation is a value or a DecodeError', ({ hex }) => {
      const whole = octets(...hex);
      for (let length = 0; length < whole.length; length++)
        expectDecodeErrors(() => decoded(family, whole.slice(0, length)), length + 4);
    });
    it('any value survives encode and decode', () => {
      fc.assert(
        fc.property(arbitrary, (value) => {
          expect(family.fromNlri(family.toNlri(value))).toEqual(value);
        }),
      );
    });
    it('any octets are a value, stay octets, or a DecodeError', () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 120 }), (bytes) => {
          expectDecodeErrors(() => {
            const { nlri } = decoded(family, bytes);
            expect(JSON.stringify(family.describe(nlri))).toContain('text');
            expect(family.key(nlri)).toBeInstanceOf(Uint8Array);
          }, bytes.length + 4);
        }),
      );
    });
    for (const { name, hex, reason } of malformed) {
      it(`keeps the octets of ${name}`, () => {
        const { nlri, value, reasons } = decoded(family, octets(...hex));
        expect(value).toBeNull();
        expect(nlri.nlri).toEqual(octets(...hex));
        expect(reasons.join()).toContain(reason);
      });
    }
  });
}

for (const family of families as readonly Family[]) {
  const vectors = family.delimited
    ? familyVectors.get(`${family.afi}-${family.safi}-${family.name}`)
    : opaqueFamilyVectors;
  it(`${family.name} has vectors`, () => expect(vectors?.vectors.length).toBeGreaterThan(0));
  if (vectors === undefined) continue;
  if ('toNlri' in family)
    describeStructured(family as StructuredFamily<unknown>, vectors as StructuredVectors<unknown>);
  else describeFamily(family, vectors as Vectors<Nlri[]>);
}

describeFamily(unknown, opaqueFamilyVectors);

it('every vector file is of a family of the table', () => {
  const names = families.map(({ afi, safi, name }) => `${afi}-${safi}-${name}`);
  expect(names).toEqual(expect.arrayContaining([...familyVectors.keys()]));
});

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
    expect(unknown.key(opaqueRoute(octets('0102')))).toEqual(octets('0102'));
    expect(unknown.format(opaqueRoute(octets('0102')))).toBe('0102');
  });
});

describe('path identifiers', () => {
  const decode = (hex: string) => {
    const context: NlriContext = { session: withAddPath, issues: [], withdrawn: false };
    const { routes } = decodeRouteSet(Reader.over(octets(hex)), ipv4, noNextHop, context);
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

  it('are taken as such wherever they fit, as in live pre-policy of the same session (GoBGP)', () => {
    const { routes, issues } = decode('00000001180a0001');
    expect(routes).toEqual([{ ...prefixRoute('10.0.1.0/24'), pathId: 1 }]);
    expect(issues).toEqual([]);
  });

  it('do not save octets that fit neither way', () => expect(() => decode('ff')).toThrow('4 octets wanted, 1 left'));
});
