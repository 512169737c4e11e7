import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnyAttribute,
  attributesToJson,
  decodeAttributeValue,
  encodeAttributeValue,
  foldedAttributes,
  pathAttributes,
} from '#protocol/bgp/attributes/index.ts';
import { attributeVectors } from '#test/fixtures/vectors/attributes/index.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { describeVectors } from '../vector-suite.ts';

const table: readonly AnyAttribute[] = [...pathAttributes, ...foldedAttributes];

/** Whatever octets they have, they say the same. */
const neverMalformed = ['entropyLabelCapability'];

it.each(table)('attribute $code $name has vectors', ({ name }) => {
  expect(attributeVectors[name]?.vectors.length).toBeGreaterThan(0);
  expect((attributeVectors[name]?.malformed.length ?? 0) > 0).toBe(!neverMalformed.includes(name));
  expect(attributeVectors[name]?.arbitrary).toBeDefined();
});

for (const entry of table) {
  const codec = {
    decode: (reader: Parameters<AnyAttribute['decode']>[0], session: Parameters<AnyAttribute['encode']>[2]) =>
      entry.decode(reader, { session, issues: [] }),
    encode: entry.encode,
  };
  describeVectors(
    `attribute ${entry.code} ${entry.name}`,
    codec,
    attributeVectors[entry.name] ?? { vectors: [], malformed: [] },
  );
}

describe('as JSON', () => {
  it.each(table)('$name says what JSON can say, of any value', ({ name, toJson }) => {
    fc.assert(
      fc.property(attributeVectors[name]?.arbitrary ?? fc.constant(null), (value) => {
        const text = JSON.stringify(toJson(value));
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('has the names and forms of the API', () => {
    const json = attributesToJson({
      origin: 'igp',
      asPath: [
        { type: 'sequence', asns: [65100, 65000] },
        { type: 'set', asns: [64512, 64513] },
      ],
      med: 5,
      localPref: 100,
      atomicAggregate: true,
      aggregator: { asn: 65000, address: '10.0.0.1' },
      communities: [13979 * 65536 + 100],
      extendedCommunities: [octets('0002fde80000000b')],
      largeCommunities: [[13979, 1, 4]],
      originatorId: '1.1.1.1',
      clusterList: ['2.2.2.2'],
      unknown: [{ code: 254, flags: 0xc0, value: octets('0000fde8') }],
    });
    expect(json).toEqual({
      origin: 'igp',
      asPath: '65100 65000 {64512 64513}',
      med: 5,
      localPref: 100,
      atomicAggregate: true,
      aggregator: { asn: 65000, address: '10.0.0.1' },
      communities: ['13979:100'],
      extendedCommunities: ['rt:65000:11'],
      largeCommunities: ['13979:1:4'],
      originatorId: '1.1.1.1',
      clusterList: ['2.2.2.2'],
      unknown: [{ code: 254, flags: 192, hex: '0000fde8' }],
    });
  });

  const jsonOf = (code: number, ...hex: string[]) =>
    decodeAttributeValue({ code, flags: 0xc0, value: octets(...hex) })?.json;

  it('shows a PMSI tunnel with both readings of its label', () => {
    expect(jsonOf(22, '01', '06', '002710', '0a000001')).toEqual({
      flags: ['leaf-information-required'],
      label: 625,
      vni: 10_000,
      tunnel: { type: 'ingress-replication', endpointAddress: '10.0.0.1' },
    });
  });

  it('shows the role in assisted replication, and what is received on in a composite tunnel', () => {
    expect(jsonOf(22, '10', '8a', '000000', '000c81', '0a000001')).toEqual({
      flags: [],
      assistedReplicationRole: 'leaf',
      label: 0,
      vni: 0,
      receiveLabel: 200,
      receiveVni: 3201,
      tunnel: { type: 'assisted-replication', replicatorAddress: '10.0.0.1' },
    });
    expect(jsonOf(22, '08', '00', '000000')).toMatchObject({ assistedReplicationRole: 'replicator' });
  });

  it('shows the metric of AIGP that counts, as a string where it is too great for a number', () => {
    const metric = (hex: string) => `01000b${hex}`;
    expect(jsonOf(26, metric('0000000000000064'))).toEqual({ metric: 100 });
    expect(jsonOf(26, metric('0000000000000064'), metric('ffffffffffffffff'))).toEqual({
      metric: 100,
      tlvs: [
        { type: 'metric', metric: 100 },
        { type: 'metric', metric: '18446744073709551615' },
      ],
    });
    expect(jsonOf(26, '020003')).toEqual({ metric: null, tlvs: [{ type: 'unknown', code: 2, hex: '' }] });
  });

  it('shows the attributes of an attribute set by name, and a set in it as octets', () => {
    expect(jsonOf(128, '0000fde8', '400101' + '00', 'c00701' + 'ff', 'c08004' + '0000fde9', 'c0fe00')).toEqual({
      originAsn: 65000,
      attributes: {
        origin: 'igp',
        unknown: [
          { code: 7, flags: 0xc0, hex: 'ff' },
          { code: 128, flags: 0xc0, hex: '0000fde9' },
          { code: 254, flags: 0xc0, hex: '' },
        ],
      },
    });
  });

  it('shows labels without their lower bits, addresses of next hops, and names of modes', () => {
    expect(jsonOf(27, '0a000001', '000641')).toEqual([{ peAddress: '10.0.0.1', label: 100 }]);
    expect(jsonOf(39, '0001', '04', '04', '0a000001', '0001', '0000')).toEqual({
      afi: 1,
      safi: 4,
      nextHop: '10.0.0.1',
      characteristics: [{ type: 'entropy-label' }],
    });
    expect(jsonOf(38, '01', '0000002a', '01', '04', '0a000001')).toMatchObject({ mode: 'p2mp', discriminator: 42 });
    expect(jsonOf(20, '0001', '0000fde800000001', '0a000001')).toEqual({
      type: 'ipv4',
      routeDistinguisher: '65000:1',
      peAddress: '10.0.0.1',
    });
  });

  it('leaves out what is absent', () => expect(attributesToJson({ unknown: [] })).toEqual({}));
});

describe('an attribute kept as octets', () => {
  it('is decoded through the table', () => {
    const raw = { code: 32, flags: 0xc0, value: octets('0000369b', '00000001', '00000004') };
    expect(decodeAttributeValue(raw)).toEqual({
      name: 'largeCommunities',
      value: [[13979, 1, 4]],
      json: ['13979:1:4'],
    });
  });

  it('gives null where the table has no entry or the value is malformed', () => {
    expect(decodeAttributeValue({ code: 254, flags: 0xc0, value: octets('0000fde8') })).toBeNull();
    expect(decodeAttributeValue({ code: 32, flags: 0xc0, value: octets('00') })).toBeNull();
    expect(decodeAttributeValue({ code: 4, flags: 0x80, value: octets('0000000000') })).toBeNull();
  });

  it.each(pathAttributes)('$name is encoded through the table', (entry: AnyAttribute) => {
    const [vector] = attributeVectors[entry.name]?.vectors ?? [];
    const raw = encodeAttributeValue(entry, vector?.value);
    expect(raw).toMatchObject({ code: entry.code, flags: entry.flags });
    expect(decodeAttributeValue(raw)?.value).toEqual(vector?.value);
  });
});

it('attribute sets, one in the other as deep as an attribute is long, are read', () => {
  const depth = 8000;
  const hex = Array.from({ length: depth }, (_, level) => {
    const length = (depth - 1 - level) * 8 + 4;
    return `d080${length.toString(16).padStart(4, '0')}0000fde8`;
  });
  expect(decodeAttributeValue({ code: 128, flags: 0xd0, value: octets('0000fde8', ...hex) })?.json).toMatchObject({
    originAsn: 65000,
    attributes: { unknown: [{ code: 128 }] },
  });
});
