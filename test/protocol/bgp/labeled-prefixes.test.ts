import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BgpContext, type NlriContext, plainContext } from '#protocol/bgp/context.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { decodeRouteSet, encodeRoutes } from '#protocol/bgp/families/routes.ts';
import { noNextHop } from '#protocol/bgp/route-set.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { anyPrefixes, labeledRoute, rd, vpnRoute } from '#test/fixtures/vectors/families/labeled-prefixes.ts';
import { octets, withMultipleLabels } from '#test/fixtures/vectors/vector.ts';

const ipv4Labeled = familyOf(1, 4);
const vpnv4 = familyOf(1, 128);

const unseen: BgpContext = { ...plainContext, multipleLabels: () => null };

function read(family: Family, session: BgpContext, withdrawn: boolean, ...hex: string[]) {
  const context: NlriContext = { session, issues: [], withdrawn };
  const { routes } = decodeRouteSet(Reader.over(octets(...hex)), family, noNextHop, context);
  return { routes, reasons: context.issues.map(({ reason }) => reason) };
}

function written(family: Family, routes: readonly Nlri[], session = plainContext): Uint8Array {
  const writer = new Writer();
  encodeRoutes(writer, family, routes, session);
  return writer.finish();
}

describe('a session of one label', () => {
  it('does not mind a missing bottom of stack, but says so', () => {
    expect(read(ipv4Labeled, plainContext, false, '30', '186a10', '0a0001')).toEqual({
      routes: [labeledRoute('10.0.1.0/24', 100_001)],
      reasons: ['label without bottom of stack'],
    });
  });

  it.each(['000000', '800000'])('takes a label of %s for a router that has none (FRR, GoBGP)', (entry) => {
    expect(read(vpnv4, plainContext, false, '70', entry, rd, '0a0001').reasons).toEqual([]);
  });

  it('says once what is wrong in each of many routes', () => {
    const { routes, reasons } = read(ipv4Labeled, plainContext, false, '30186a100a0001'.repeat(500));
    expect(routes).toHaveLength(500);
    expect(reasons).toHaveLength(1);
  });

  it('says when a stack leaves no other reading', () => {
    expect(read(ipv4Labeled, plainContext, false, '50', '186a10', '186a21', '0a000001').reasons).toEqual([
      '2 labels, where one is allowed',
    ]);
  });
});

describe('a session of several labels', () => {
  it('has labels of zero inside its stacks', () => {
    const value = [labeledRoute('10.0.1.0/24', 0, 100)];
    expect(read(ipv4Labeled, withMultipleLabels, false, '48', '000000', '000641', '0a0001').routes).toEqual(value);
  });

  it.each([
    [4, ipv4Labeled, 9, false],
    [6, familyOf(2, 4), 5, false],
    [4, vpnv4, 6, true],
    [6, familyOf(2, 128), 2, true],
  ] as const)('reads any stack back: IPv%i %#', (version, family, mostLabels, distinguished) => {
    fc.assert(
      fc.property(anyPrefixes(version, mostLabels, distinguished), (routes) => {
        const { issues, ...context } = { session: withMultipleLabels, issues: [], withdrawn: false };
        const reader = Reader.over(written(family, routes));
        expect(decodeRouteSet(reader, family, noNextHop, { ...context, issues }).routes).toEqual(routes);
        expect(issues).toEqual([]);
      }),
    );
  });
});

describe('a session whose OPENs nobody saw', () => {
  it('has one label without a word', () => {
    expect(read(vpnv4, unseen, false, '70', '000641', rd, '0a0001')).toEqual({
      routes: [vpnRoute('10.0.1.0/24', 100)],
      reasons: [],
    });
  });

  it('has labels down to the bottom of the stack, and says so', () => {
    expect(read(vpnv4, unseen, false, '88', '000640', '000651', rd, '0a0001')).toEqual({
      routes: [vpnRoute('10.0.1.0/24', 100, 101)],
      reasons: ['2 labels, and no OPENs seen'],
    });
  });

  it('does not take a distinguisher behind a label of zero for a second label', () => {
    expect(read(vpnv4, unseen, false, '70', '000000', rd, '0a0001').routes).toEqual([vpnRoute('10.0.1.0/24', 0)]);
  });

  it('has one label where there is no bottom', () => {
    expect(read(ipv4Labeled, unseen, false, '30', '186a10', '0a0002')).toEqual({
      routes: [labeledRoute('10.0.2.0/24', 100_001)],
      reasons: ['label without bottom of stack'],
    });
  });
});

describe('a withdrawal', () => {
  it.each(['800000', '000000', '000641', '186a10'])('has no labels, whatever %s is', (field) => {
    for (const session of [plainContext, withMultipleLabels, unseen])
      expect(read(vpnv4, session, true, '70', field, rd, '0a0001')).toEqual({
        routes: [{ ...vpnRoute('10.0.1.0/24'), labels: null }],
        reasons: [],
      });
  });

  it('is written with the field that RFC 8277 §2.4 wants', () => {
    expect(written(ipv4Labeled, [{ ...labeledRoute('10.0.1.0/24'), labels: null }])).toEqual(
      octets('30', '800000', '0a0001'),
    );
  });
});

describe('what cannot be written', () => {
  it.each([
    ['an empty stack', ipv4Labeled, labeledRoute('10.0.1.0/24')],
    ['a label above 20 bits', ipv4Labeled, labeledRoute('10.0.1.0/24', 0x100000)],
    ['more labels than a length octet counts', familyOf(2, 4), labeledRoute('2001:db8::1/128', 1, 2, 3, 4, 5, 6)],
    ['a VPN route without distinguisher', vpnv4, labeledRoute('10.0.1.0/24', 1)],
    ['the octets of another family', vpnv4, { ...vpnRoute('10.0.1.0/24', 1), nlri: octets('00') }],
  ])('is %s', (_, family, route) => expect(() => written(family, [route])).toThrow());
});

describe('keys', () => {
  it('are distinguisher, address and length, so that covers sort below and labels do not count', () => {
    expect(vpnv4.key(vpnRoute('10.0.1.0/24', 100))).toEqual(octets(rd, '0a000100', '18'));
    expect(vpnv4.key(vpnRoute('10.0.1.0/24', 7, 8))).toEqual(octets(rd, '0a000100', '18'));
    expect(ipv4Labeled.key(labeledRoute('10.0.1.0/24', 100))).toEqual(octets('0a000100', '18'));
  });
});

it('describes what stands before the prefix', () => {
  expect(vpnv4.describe(vpnRoute('10.0.1.0/24', 100))).toEqual({
    text: '10.0.1.0/24',
    routeDistinguisher: octets(rd),
    labels: [100],
    fields: null,
  });
});
