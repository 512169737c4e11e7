import { describe, expect, it } from 'vitest';
import { plainContext } from '#protocol/bgp/context.ts';
import { decodeUpdate, type Update } from '#protocol/bgp/update.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { octets, twoOctetAs } from '#test/fixtures/vectors/vector.ts';

const origin = '400101' + '00';
const asPath = '400206' + '0201' + '0000fe4c';
const nextHop = '400304' + 'c0a80102';
const route = '18' + '0a0001';

/** An UPDATE with these attributes that announces 10.0.1.0/24; it begins at octet 1000 of the stream. */
function announcing(...attributes: string[]): Update {
  const all = attributes.join('');
  const length = (all.length / 2).toString(16).padStart(4, '0');
  return decodeUpdate(Reader.over(octets('0000', length, all, route), 1000), plainContext);
}

const prefixesOf = (sets: Update['announced']) =>
  sets.flatMap(({ family, routes }) => routes.map((nlri) => family.format(nlri)));

describe('RFC 7606', () => {
  it('takes the routes of a malformed ORIGIN for withdrawn and keeps the rest', () => {
    const update = announcing('400101' + '07', asPath, nextHop, 'c00804' + '369b0064');
    expect(update.announced).toEqual([]);
    expect(prefixesOf(update.withdrawn)).toEqual(['10.0.1.0/24']);
    expect(update.withdrawn[0]?.nextHop).toBeNull();
    expect(update.attributes.communities).toEqual([13979 * 65536 + 100]);
    expect(update.issues).toEqual([{ code: 1, reason: 'origin: ORIGIN 7', outcome: 'withdraw', offset: 1008 }]);
  });

  it('drops a malformed AGGREGATOR and keeps the routes', () => {
    const update = announcing(origin, asPath, nextHop, 'c00703' + 'fde800');
    expect(prefixesOf(update.announced)).toEqual(['10.0.1.0/24']);
    expect(update.attributes.aggregator).toBeUndefined();
    expect(update.issues).toMatchObject([{ code: 7, outcome: 'discard' }]);
  });

  it('refuses flags that are not the attribute’s own', () => {
    const update = announcing('c00101' + '00', asPath, nextHop);
    expect(update.issues).toEqual([{ code: 1, reason: 'origin: flags 0xc0', outcome: 'withdraw', offset: 1004 }]);
  });

  it('minds neither Partial nor Extended Length', () => {
    expect(announcing(origin, asPath, nextHop, 'f0080004' + '369b0064').issues).toEqual([]);
  });

  it('keeps the first of an attribute given twice', () => {
    const update = announcing(origin, asPath, nextHop, '800404' + '00000001', '800404' + '00000002');
    expect(update.attributes.med).toBe(1);
    expect(update.issues).toMatchObject([{ code: 4, reason: 'attribute 4 a second time', outcome: 'discard' }]);
  });

  it('withdraws the routes when the attributes are cut off', () => {
    const update = announcing(origin, asPath, nextHop, 'c008ff' + '369b');
    expect(update.announced).toEqual([]);
    expect(prefixesOf(update.withdrawn)).toEqual(['10.0.1.0/24']);
    expect(update.issues).toEqual([
      { code: null, reason: 'path attributes cut off: 255 octets wanted, 2 left', outcome: 'withdraw', offset: 1024 },
    ]);
  });

  it('takes an UPDATE with nothing but a cut-off attribute for no End-of-RIB', () => {
    const update = decodeUpdate(Reader.over(octets('0000', '0002', '4001')), twoOctetAs);
    expect(update.endOfRib).toBeNull();
    expect(update.issues).toHaveLength(1);
  });

  it('withdraws the routes of MP_REACH_NLRI as well', () => {
    const mpReach = '800e1a' + '000201' + '10' + '20010db8000000000000000000000001' + '00' + '20' + '20010db8';
    expect(prefixesOf(announcing('400101' + '07', asPath, nextHop, mpReach).withdrawn)).toEqual([
      '10.0.1.0/24',
      '2001:db8::/32',
    ]);
  });

  it('reports routes without ORIGIN and AS_PATH, since the router has them all the same', () => {
    const update = announcing(nextHop);
    expect(prefixesOf(update.announced)).toEqual(['10.0.1.0/24']);
    expect(update.issues).toMatchObject([
      { code: 1, reason: 'origin: missing', outcome: 'note' },
      { code: 2, reason: 'asPath: missing', outcome: 'note' },
    ]);
  });

  it('keeps routes without LOCAL_PREF and says nothing of it', () => {
    expect(announcing(origin, asPath, nextHop).issues).toEqual([]);
  });
});

describe('RFC 6793', () => {
  const inTwoOctetSession = (...attributes: string[]) => {
    const all = [origin, nextHop, ...attributes].join('');
    const length = (all.length / 2).toString(16).padStart(4, '0');
    return decodeUpdate(Reader.over(octets('0000', length, all, route)), twoOctetAs);
  };

  it('puts what the old speakers prepended before AS4_PATH', () => {
    const update = inTwoOctetSession('400208' + '0203' + 'fde85ba05ba0', 'c0110a' + '0202' + '0001000000010001');
    expect(update.attributes.asPath).toEqual([{ type: 'sequence', asns: [65000, 65536, 65537] }]);
  });

  it('ignores an AS4_PATH longer than AS_PATH', () => {
    const update = inTwoOctetSession('400204' + '0201' + 'fde8', 'c0110a' + '0202' + '0001000000010001');
    expect(update.attributes.asPath).toEqual([{ type: 'sequence', asns: [65000] }]);
  });

  it('ignores both when the AGGREGATOR is not AS_TRANS', () => {
    const update = inTwoOctetSession(
      '400204' + '0201' + '5ba0',
      'c00706' + 'fde8' + '0a000001',
      'c01106' + '0201' + '00010000',
      'c01208' + '00010000' + '0a000002',
    );
    expect(update.attributes).toMatchObject({
      asPath: [{ type: 'sequence', asns: [23456] }],
      aggregator: { asn: 65000, address: '10.0.0.1' },
    });
  });

  it('drops AS4_PATH of a four-octet speaker', () => {
    const update = announcing(origin, asPath, nextHop, 'c01106' + '0201' + '00010000');
    expect(update.attributes.asPath).toEqual([{ type: 'sequence', asns: [65100] }]);
    expect(update.issues).toMatchObject([{ code: 17, outcome: 'discard' }]);
  });
});
