import { describe, expect, it } from 'vitest';
import { plainContext } from '#protocol/bgp/context.ts';
import { decodeUpdate, type Update } from '#protocol/bgp/update.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

const origin = '400101' + '00';
const asPath = '400206' + '0201' + '0000fe4c';
const nextHop = '400304' + 'c0a80102';
const route = '18' + '0a0001';
const mpReach = '800e1a' + '000201' + '10' + '20010db8000000000000000000000001' + '00' + '20' + '20010db8';
const mpUnreach = '800f08' + '000201' + '20' + '20010db8';

/** An UPDATE with these attributes and NLRI; it begins at octet 1000 of the stream. */
function decoded(attributes: readonly string[], nlri: string): Update {
  const all = attributes.join('');
  const length = (all.length / 2).toString(16).padStart(4, '0');
  return decodeUpdate(Reader.over(octets('0000', length, all, nlri), 1000), plainContext);
}

/** Announces 10.0.1.0/24. */
const announcing = (...attributes: string[]): Update => decoded(attributes, route);

const prefixesOf = (sets: Update['announced']) =>
  sets.flatMap(({ family, routes }) => routes.map((nlri) => family.format(nlri)));

function expectWithdrawn(update: Update, code: number | null, reason: string): void {
  expect(update.announced).toEqual([]);
  expect(prefixesOf(update.withdrawn)).toEqual(['10.0.1.0/24']);
  expect(update.issues).toMatchObject([{ code, outcome: 'withdraw', reason: expect.stringContaining(reason) }]);
}

function expectDiscarded(update: Update, code: number, reason: string): void {
  expect(prefixesOf(update.announced)).toEqual(['10.0.1.0/24']);
  expect(update.withdrawn).toEqual([]);
  expect(update.issues).toMatchObject([{ code, outcome: 'discard', reason: expect.stringContaining(reason) }]);
}

/** The first in place of the sound one of its code. */
function withInstead(attribute: string, ...more: string[]): Update {
  const code = attribute.slice(2, 4);
  const others = [origin, asPath, nextHop].filter((sound) => sound.slice(2, 4) !== code);
  return announcing(...others, attribute, ...more);
}

describe('RFC 7606 §2', () => {
  it('treat-as-withdraw keeps the other attributes, and takes the next hop off the routes', () => {
    const update = withInstead('400101' + '07', 'c00804' + '369b0064');
    expect(update.attributes.communities).toEqual([13979 * 65536 + 100]);
    expect(update.withdrawn[0]?.nextHop).toBeNull();
    expect(update.issues).toEqual([{ code: 1, reason: 'origin: ORIGIN 7', outcome: 'withdraw', offset: 1024 }]);
  });

  it('treat-as-withdraw takes the routes of MP_REACH_NLRI as well, behind those that are withdrawn anyway', () => {
    const update = withInstead('400101' + '07', mpReach, mpUnreach.replace('20010db8', '20010db9'));
    expect(prefixesOf(update.withdrawn)).toEqual(['2001:db9::/32', '10.0.1.0/24', '2001:db8::/32']);
  });

  it('attribute discard keeps the routes', () => {
    const update = withInstead('c00703' + 'fde800');
    expect(prefixesOf(update.announced)).toEqual(['10.0.1.0/24']);
    expect(update.attributes.aggregator).toBeUndefined();
  });
});

describe('RFC 7606 §3', () => {
  it('(b) lengths beyond the message leave nothing to decode', () => {
    expect(() => decodeUpdate(Reader.over(octets('0005', '0000')), plainContext)).toThrow('5 octets wanted');
    expect(() => decodeUpdate(Reader.over(octets('0000', '0004', origin.slice(0, 6))), plainContext)).toThrow(
      '4 octets wanted',
    );
  });

  it.each([
    ['ORIGIN', 1, 'c00101' + '00', 'origin: flags 0xc0'],
    ['MULTI_EXIT_DISC', 4, '400404' + '00000001', 'med: flags 0x40'],
    ['ATOMIC_AGGREGATE, though malformed it is discarded', 6, 'c00600', 'atomicAggregate: flags 0xc0'],
    ['AGGREGATOR, though malformed it is discarded', 7, '800706' + 'fde80a000001', 'aggregator: flags 0x80'],
    ['COMMUNITIES', 8, '800804' + '369b0064', 'communities: flags 0x80'],
    ['ONLY_TO_CUSTOMER', 35, '802304' + '0000fde8', 'onlyToCustomer: flags 0x80'],
  ])('(c) flags that are not those of %s withdraw', (_, code, attribute, reason) =>
    expectWithdrawn(withInstead(attribute), code, reason),
  );

  it('(c) flags that conflict discard, where the attribute’s own document says so (AIGP, RFC 7311 §3)', () =>
    expectDiscarded(withInstead('c01a0b' + '01000b0000000000000064'), 26, 'aigp: flags 0xc0'));

  it('(c) neither Partial nor Extended Length conflicts', () =>
    expect(withInstead('f0080004' + '369b0064').issues).toEqual([]));

  it('(d) routes without mandatory attributes are reported, since the router has them all the same', () => {
    const update = announcing();
    expect(prefixesOf(update.announced)).toEqual(['10.0.1.0/24']);
    expect(update.issues).toMatchObject([
      { code: 1, reason: 'origin: missing', outcome: 'note' },
      { code: 2, reason: 'asPath: missing', outcome: 'note' },
      { code: 3, reason: 'nextHop: missing', outcome: 'note' },
    ]);
  });

  it('(d) NEXT_HOP is not missing from routes of MP_REACH_NLRI', () =>
    expect(decoded([origin, asPath, mpReach], '').issues).toEqual([]));

  it('(d) LOCAL_PREF absent is no fault: a station cannot tell sessions within an AS from others', () =>
    expect(announcing(origin, asPath, nextHop).issues).toEqual([]));

  it('(d) nothing is missing where nothing is announced', () => expect(decoded([mpUnreach], '').issues).toEqual([]));

  it('(g) of an attribute given twice the first counts', () => {
    const update = withInstead('800404' + '00000001', '800404' + '00000002');
    expect(update.attributes.med).toBe(1);
    expectDiscarded(update, 4, 'attribute 4 a second time');
  });

  it('(g) of one given thousands of times it is said once', () => {
    const update = withInstead('800404' + '00000001', ...Array(8000).fill('800404' + '00000002'));
    expectDiscarded(update, 4, 'attribute 4 a second time');
  });

  it('(g) so it does where nobody knows the attribute', () => {
    const update = withInstead('c0fe01' + '01', 'c0fe01' + '02');
    expect(update.attributes.unknown).toEqual([{ code: 254, flags: 0xc0, value: octets('01') }]);
    expectDiscarded(update, 254, 'attribute 254 a second time');
  });

  it.each([
    ['MP_REACH_NLRI', mpReach],
    ['MP_UNREACH_NLRI', mpUnreach],
  ])('(g) %s given twice leaves the message without meaning', (_, attribute) =>
    expect(() => announcing(origin, asPath, nextHop, attribute, attribute)).toThrow('a second time'),
  );

  it('(h) of two faults the stronger outcome holds, whichever comes first', () => {
    const [discard, withdraw] = ['c00703' + 'fde800', '800403' + '000001'];
    for (const faults of [discard + withdraw, withdraw + discard]) {
      const update = announcing(origin, asPath, nextHop, faults);
      expect(update.announced).toEqual([]);
      expect(prefixesOf(update.withdrawn)).toEqual(['10.0.1.0/24']);
      expect(update.issues.map(({ outcome }) => outcome).toSorted()).toEqual(['discard', 'withdraw']);
    }
  });

  it('(h) routes that cannot be read are stronger than all', () =>
    expect(() => decoded(['400101' + '07', asPath, nextHop], '21' + '0a00010000')).toThrow('prefix length 33'));

  it('(i) (j) routes that cannot be read leave the message without meaning', () => {
    expect(() => decodeUpdate(Reader.over(octets('0002', '180a', '0000')), plainContext)).toThrow('3 octets wanted');
    expect(() => decoded([origin, asPath, nextHop], '18' + '0a')).toThrow('3 octets wanted');
  });
});

describe('RFC 7606 §4', () => {
  it.each([
    ['an attribute longer than what is left', 'c008ff' + '369b', '255 octets wanted, 2 left'],
    ['an attribute of two octets length longer than what is left', 'd00801ff' + '369b', '511 octets wanted, 2 left'],
    ['one octet left', 'c0', '1 octets wanted, 0 left'],
    ['two octets left', 'c008', '1 octets wanted, 0 left'],
    ['three octets left, of a length of two', 'd00800', '2 octets wanted, 1 left'],
  ])('%s: withdraws, and the total length tells where the routes are', (_, attribute, reason) =>
    expectWithdrawn(withInstead(attribute), null, `path attributes cut off: ${reason}`),
  );

  it.each([
    ['ORIGIN', '400100', 'withdraw'],
    ['NEXT_HOP', '400300', 'withdraw'],
    ['MULTI_EXIT_DISC', '800400', 'withdraw'],
    ['LOCAL_PREF', '400500', 'withdraw'],
    ['AGGREGATOR', 'c00700', 'discard'],
    ['COMMUNITIES', 'c00800', 'withdraw'],
    ['ORIGINATOR_ID', '800900', 'withdraw'],
    ['CLUSTER_LIST', '800a00', 'withdraw'],
    ['EXTENDED_COMMUNITIES', 'c01000', 'withdraw'],
    ['LARGE_COMMUNITY', 'c02000', 'withdraw'],
    ['AS4_PATH', 'c01100', 'discard'],
    ['AS4_AGGREGATOR', 'c01200', 'discard'],
  ])('%s of no octets is malformed', (_, attribute, outcome) =>
    expect(withInstead(attribute).issues).toMatchObject([{ outcome }]),
  );

  it.each([
    ['AS_PATH', '400200'],
    ['ATOMIC_AGGREGATE', '400600'],
  ])('%s may have no octets', (_, attribute) => expect(withInstead(attribute).issues).toEqual([]));
});

describe('RFC 7606 §5', () => {
  it('§5.1 MP_REACH_NLRI may stand anywhere, beside all other fields of routes', () => {
    const update = decodeUpdate(
      Reader.over(octets('0002', '080b', '003c', origin, mpReach, asPath, mpUnreach, nextHop, route)),
      plainContext,
    );
    expect(prefixesOf(update.announced)).toEqual(['10.0.1.0/24', '2001:db8::/32']);
    expect(prefixesOf(update.withdrawn)).toEqual(['11.0.0.0/8', '2001:db8::/32']);
    expect(update.issues).toEqual([]);
  });

  it('§5.2 a fault where no routes are announced is told; there is no session to reset', () => {
    const update = decoded(['400101' + '07'], '');
    expect(update).toMatchObject({ announced: [], withdrawn: [], endOfRib: null });
    expect(update.issues).toMatchObject([{ code: 1, outcome: 'withdraw' }]);
  });

  it('§5.2 nothing but a cut-off attribute is no End-of-RIB', () => {
    const update = decoded(['4001'], '');
    expect(update.endOfRib).toBeNull();
    expect(update.issues).toHaveLength(1);
  });

  it.each([
    [
      'an IPv4 prefix beyond 32 bits',
      '800e0e' + '000101' + '04' + 'c0000201' + '00' + '21' + '0a00010000',
      'prefix length 33',
    ],
    ['an IPv6 prefix beyond 128 bits', '800f05' + '000201' + '81' + '20', 'prefix length 129'],
    ['a prefix beyond the attribute', '800f06' + '000201' + '20' + '2001', '4 octets wanted, 2 left'],
    ['MP_UNREACH_NLRI of two octets', '800f02' + '0002', '1 octets wanted, 0 left'],
    ['MP_REACH_NLRI of four octets', '800e04' + '000201' + '00', '1 octets wanted, 0 left'],
    ['MP_REACH_NLRI with flags of its own', mpReach.replace('80', 'c0'), 'flags 0xc0'],
    ['a next hop beyond the attribute', '800e05' + '000201' + '10' + '20', '16 octets wanted, 1 left'],
  ])('§5.3 %s leaves the message without meaning', (_, attribute, reason) =>
    expect(() => withInstead(attribute)).toThrow(reason),
  );

  it('§5.3 a next hop of a length that no family has is left out; the routes stay, since the router has them', () => {
    const update = decoded([origin, asPath, '800e0f' + '000201' + '05' + '2001000001' + '00' + '20' + '20010db8'], '');
    expect(prefixesOf(update.announced)).toEqual(['2001:db8::/32']);
    expect(update.announced[0]?.nextHop).toBeNull();
    expect(update.issues).toMatchObject([{ code: 14, outcome: 'note', reason: 'next hop of 5 octets' }]);
  });

  it('§5.4 routes of a type that nobody knows are kept, since the router has them', () => {
    const update = decoded([origin, asPath, '800e0d' + '001946' + '04' + 'c0000201' + '00' + 'fe02' + 'c0ff'], '');
    expect(update.announced).toMatchObject([{ nextHop: '192.0.2.1', routes: [{ nlri: octets('fe02', 'c0ff') }] }]);
  });
});

describe('RFC 7606 §7, and what later documents say of their attributes', () => {
  it.each([
    ['§7.1 ORIGIN of two octets', 1, '400102' + '0000', '1 octets too many'],
    ['§7.1 ORIGIN of no meaning', 1, '400101' + '03', 'ORIGIN 3'],
    ['§7.2 AS_PATH with a segment type of no meaning', 2, '400206' + '0501' + '0000fe4c', 'AS path segment type 5'],
    ['§7.2 AS_PATH with a segment beyond its end', 2, '400206' + '0203' + '0000fe4c', 'octets wanted'],
    ['§7.2 AS_PATH with one octet behind its last segment', 2, '400207' + '0201' + '0000fe4c' + '02', 'octets wanted'],
    ['§7.2 AS_PATH with an empty segment', 2, '400202' + '0200', 'empty AS path segment'],
    ['§7.3 NEXT_HOP of five octets', 3, '400305' + 'c0a8010200', '1 octets too many'],
    ['§7.4 MULTI_EXIT_DISC of three octets', 4, '800403' + '000001', '4 octets wanted, 3 left'],
    ['§7.5 LOCAL_PREF of three octets', 5, '400503' + '000064', '4 octets wanted, 3 left'],
    ['§7.8 COMMUNITIES of six octets', 8, 'c00806' + '369b0064369b', 'length 6'],
    ['§7.9 ORIGINATOR_ID of three octets', 9, '800903' + '0a0000', '4 octets wanted, 3 left'],
    ['§7.10 CLUSTER_LIST of five octets', 10, '800a05' + '0a00000100', 'length 5'],
    ['§7.13 TRAFFIC_ENGINEERING of three octets', 24, '801803' + '010100', '2 octets wanted, 1 left'],
    ['§7.14 EXTENDED_COMMUNITIES of nine octets', 16, 'c01009' + '0002fde80000000b00', 'length 9'],
    ['§7.15 IPv6 extended communities of eight octets', 25, 'c01908' + '0002fde80000000b', 'length 8'],
    ['§7.16 ATTR_SET of three octets', 128, 'c08003' + '0000fd', '4 octets wanted, 3 left'],
    ['RFC 6514 §5 PMSI_TUNNEL of four octets', 22, 'c01604' + '00060027', '3 octets wanted, 2 left'],
    ['RFC 8092 §6 LARGE_COMMUNITY of eleven octets', 32, 'c0200b' + '0000369b00000001000000', 'length 11'],
    ['RFC 8205 §5.2 BGPsec_PATH of one octet', 33, '802101' + '00', '2 octets wanted, 1 left'],
    ['RFC 9015 §3.2.1 SFP attribute without a hop', 37, 'c02503' + '050000', 'no hop'],
    ['RFC 9234 §5 ONLY_TO_CUSTOMER of three octets', 35, 'c02303' + '0000fd', '4 octets wanted, 3 left'],
    ['RFC 10039 §4 D-PATH of an empty segment', 36, 'c02401' + '00', 'no domains'],
  ])('%s withdraws', (_, code, attribute, reason) => expectWithdrawn(withInstead(attribute), code, reason));

  it.each([
    ['§7.6 ATOMIC_AGGREGATE of one octet', 6, '400601' + '00', '1 octets too many'],
    ['§7.7 AGGREGATOR of seven octets', 7, 'c00707' + 'fde80a00000100', '4 octets wanted, 3 left'],
    ['RFC 6793 §6 AS4_AGGREGATOR of six octets', 18, 'c01206' + 'fde80a000001', '4 octets wanted, 2 left'],
    ['RFC 6793 §6 AS4_PATH with a segment beyond its end', 17, 'c01104' + '0201' + 'fde8', '4 octets wanted, 2 left'],
    ['RFC 6793 §6 AS4_PATH with a segment type of no meaning', 17, 'c01106' + '0501' + '00010000', 'segment type 5'],
    ['RFC 7311 §3 AIGP of a metric of four octets', 26, '801a07' + '01000700000064', 'octets wanted'],
    ['RFC 9026 §3.1.6 BFD discriminator without a source', 38, 'c02605' + '010000002a', 'length 5'],
    ['RFC 9793 §4 BIER of three octets', 41, 'c02903' + '000100', '2 octets wanted, 1 left'],
    ['draft-ietf-idr-nhc §2.4 without characteristics', 39, 'c02708' + '000101040a000001', 'no characteristics'],
  ])('%s is discarded', (_, code, attribute, reason) => expectDiscarded(withInstead(attribute), code, reason));

  it('§7.7 the length of AGGREGATOR tells the width of its AS, whatever the session says', () =>
    expect(withInstead('c00706' + 'fde80a000001').attributes.aggregator).toEqual({ asn: 65000, address: '10.0.0.1' }));

  it('§7.14 an extended community of a type that nobody knows is no error', () =>
    expect(withInstead('c01008' + '3f3fc0ffee000000').issues).toEqual([]));
});
