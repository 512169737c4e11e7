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
