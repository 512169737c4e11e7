import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkState } from '#protocol/bgp/attributes/29-link-state.ts';
import { type Issue, plainContext } from '#protocol/bgp/context.ts';
import { linkState as family } from '#protocol/bgp/families/16388-71-link-state.ts';
import { attributeTlvs, linkStateTlvs } from '#protocol/bgp/link-state/attribute-tlvs.ts';
import { decodeUpdate } from '#protocol/bgp/update.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { DecodeError, EncodeError } from '#protocol/errors.ts';
import { linkState as attributeVectors } from '#test/fixtures/vectors/attributes/29-link-state.ts';
import { vectors as familyVectors } from '#test/fixtures/vectors/families/16388-71-link-state.ts';
import { mutated } from '#test/fixtures/vectors/link-state/tlv-vector.ts';
import { opaqueRoute } from '#test/fixtures/vectors/routes.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

const jsonOf = (...hex: string[]) => linkStateTlvs.toJson(linkStateTlvs.decode(Reader.over(octets(...hex))));

function reencoded(attribute: Uint8Array): Uint8Array | null {
  try {
    const writer = new Writer();
    linkStateTlvs.encode(writer, linkStateTlvs.decode(Reader.over(attribute)));
    return writer.finish();
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

describe('the table of TLVs', () => {
  it('has each type and each name once', () => {
    expect(new Set(attributeTlvs.map(({ code }) => code)).size).toBe(attributeTlvs.length);
    expect(new Set(attributeTlvs.map(({ name }) => name)).size).toBe(attributeTlvs.length);
  });

  it.each(attributeTlvs)('$code $name has a vector', ({ name, reference }) => {
    const named = attributeVectors.vectors.flatMap(({ value }) =>
      value.flatMap((tlv) => ('name' in tlv ? tlv.name : [])),
    );
    expect(named).toContain(name);
    expect(reference).toMatch(/^RFC \d{4}$/);
  });
});

describe('octets', () => {
  it('of an attribute come back as they were', () => {
    const attributes = attributeVectors.vectors.filter(({ hex }) => hex.length > 0);
    fc.assert(
      fc.property(
        mutated(attributes, (changed) => ({ changed, again: reencoded(changed) })),
        ({ changed, again }) => {
          if (again !== null) expect(again).toEqual(changed);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of an NLRI come back as they were', () => {
    fc.assert(
      fc.property(
        mutated(familyVectors.vectors, (changed) => ({ changed, value: family.fromNlri(opaqueRoute(changed)) })),
        ({ changed, value }) => {
          if (value !== null) expect(family.toNlri(value).nlri).toEqual(changed);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('as JSON', () => {
  it('TLVs have names, and flags too', () => {
    expect(jsonOf('0400 0001 91', '0402 0002 7231', '0447 0003 00000a')).toEqual([
      { type: 1024, name: 'nodeFlags', value: ['overload', 'areaBorderRouter', 'bit7'] },
      { type: 1026, name: 'nodeName', value: 'r1' },
      { type: 1095, name: 'igpMetric', value: 10 },
    ]);
  });

  it('labels and indexes are told apart, reserved fields left out', () => {
    expect(jsonOf('044b 0007 30 00 0001 049310', '0486 0008 40 00 0000 00000010')).toEqual([
      { type: 1099, name: 'adjacencySid', value: { flags: 0x30, weight: 0, sid: { label: 299_792 } } },
      { type: 1158, name: 'prefixSid', value: { flags: 0x40, algorithm: 0, sid: { index: 16 } } },
    ]);
  });

  it('what is unknown or malformed is hex', () => {
    expect(jsonOf('fde8 0001 aa', '0447 0005 0000000001')).toEqual([
      { type: 65000, name: null, hex: 'aa' },
      { type: 1095, name: 'igpMetric', hex: '0000000001' },
    ]);
  });

  it('sub-TLVs are within', () => {
    expect(jsonOf('0462 0010 04 00 0000 10000000 0444 0004 0000000a')).toEqual([
      {
        type: 1122,
        name: 'applicationSpecificLinkAttributes',
        value: {
          standardApplications: ['flexibleAlgorithm'],
          userDefinedApplications: [],
          subTlvs: [{ type: 1092, name: 'teDefaultMetric', value: 10 }],
        },
      },
    ]);
  });

  it('areas and routers look as routers show them, numbers of 64 bits are text', () => {
    expect(jsonOf('0403 0003 490001', '0482 0008 ffffffffffffffff')).toEqual([
      { type: 1027, name: 'isisAreaIdentifier', value: '49.0001' },
      { type: 1154, name: 'igpExtendedRouteTags', value: ['18446744073709551615'] },
    ]);
    expect(
      family.describe(opaqueRoute(octets('0001 0017 02 ffffffffffffffff', '0100 000a 0203 0006 192168252240'))).fields,
    ).toEqual({
      type: 'node',
      protocolId: 'isis-level-2',
      identifier: '18446744073709551615',
      descriptors: [
        { type: 256, name: 'localNode', value: [{ type: 515, name: 'igpRouterId', value: '1921.6825.2240.00' }] },
      ],
    });
  });
});

it('a malformed TLV is noted once', () => {
  const issues: Issue[] = [];
  const attribute = octets('0447 0005 0000000001', '0447 0005 0000000001', 'fde8 0001 aa');
  linkState.decode(Reader.over(attribute, 7), { session: plainContext, issues });
  expect(issues).toEqual([{ code: 29, reason: 'linkState: igpMetric is malformed', outcome: 'note', offset: 7 }]);
});

describe('what no octets can say', () => {
  const written = (value: Parameters<typeof family.toNlri>[0]) => () => family.toNlri(value);
  const object = { routeDistinguisher: null, protocolId: 2, identifier: 0n };

  it('is an IPv6 prefix in an object of IPv4', () =>
    expect(
      written({ ...object, type: 'ipv4-prefix', descriptors: [{ name: 'ipReachability', value: '::/0' }] }),
    ).toThrow(EncodeError));

  it('is a number wider than its field, or than any', () => {
    const metric = (width: number) => () =>
      linkStateTlvs.encode(new Writer(), [{ name: 'igpMetric', value: { value: 256, width } }]);
    expect(metric(1)).toThrow(EncodeError);
    expect(metric(5)).toThrow(EncodeError);
  });

  it('is a router identifier of 5 octets', () =>
    expect(
      written({
        ...object,
        type: 'node',
        descriptors: [{ name: 'localNode', value: [{ name: 'igpRouterId', value: octets('0000000001') }] }],
      }),
    ).toThrow(EncodeError));

  it('is a bandwidth beyond all measure', () =>
    expect(() => linkStateTlvs.encode(new Writer(), [{ name: 'maximumLinkBandwidth', value: 1e39 }])).toThrow(
      EncodeError,
    ));

  it('is a known type said to be unknown', () =>
    expect(written({ routeDistinguisher: null, type: 'unknown', nlriType: 1, octets: octets('') })).toThrow(
      EncodeError,
    ));
});

/** A third party's messages, with what its decoder makes of them; read where they lie, skipped where they do not. */
const messages = `${process.env.BMPAAS_CAPTURES ?? new URL('../../../../shared/captures', import.meta.url).pathname}/vendor/bgp-messages`;

describe.skipIf(!existsSync(messages))('BGP-LS messages of ExaBGP', () => {
  const decodedOf = (file: string) => {
    const [, hex = '', theirs = ''] = readFileSync(`${messages}/${file}`, 'utf8').split('\n');
    const bytes = octets(hex.toLowerCase());
    const update = decodeUpdate(Reader.over(bytes[0] === 0xff ? bytes.slice(19) : bytes), plainContext);
    const said = JSON.parse(theirs.replace(/\}update.*/, '}')).neighbor.message.update;
    return {
      attribute: update.attributes.linkState ?? [],
      routes: update.announced.flatMap(({ routes }) => routes),
      said,
    };
  };
  /** Their names of single values. */
  const names: Record<string, string> = {
    'igp-metric': 'igpMetric',
    'te-metric': 'teDefaultMetric',
    'admin-group-mask': 'administrativeGroup',
    'maximum-link-bandwidth': 'maximumLinkBandwidth',
    'maximum-reservable-link-bandwidth': 'maximumReservableLinkBandwidth',
    'unreserved-bandwidth': 'unreservedBandwidth',
  };

  it.each(['bgp-ls-2', 'bgp-ls-3', 'bgp-ls-4', 'bgp-ls-5'])('%s: the same values', (file) => {
    const { attribute, routes, said } = decodedOf(file);
    const shown = linkStateTlvs.toJson(attribute) as { name: string; value: unknown }[];
    const valuesNamed = (wanted: string) => shown.filter(({ name }) => name === wanted).map(({ value }) => value);
    for (const [theirs, value] of Object.entries(said.attribute['bgp-ls'])) {
      const name = names[theirs];
      if (name !== undefined) expect(valuesNamed(name)).toEqual([value]);
    }
    const sids = (said.attribute['bgp-ls']['sr-adjs'] ?? []).map(({ sids: [label] }: { sids: number[] }) => ({
      label,
    }));
    expect(valuesNamed('adjacencySid').map((value) => (value as { sid: unknown }).sid)).toEqual(sids);
    expect(shown.every((tlv) => 'value' in tlv)).toBe(true);
    const [link] = Object.values(said.announce['bgp-ls bgp-ls'])[0] as Record<string, unknown>[];
    const [route = opaqueRoute(octets(''))] = routes;
    const text = family.format(route);
    expect(routes).toHaveLength(1);
    expect(text).toContain(`[L[i${link?.['interface-addresses']}][n${link?.['neighbor-addresses']}]]`);
    expect(text).toContain(`[I0x${Number(link?.['l3-routing-topology']).toString(16)}]`);
  });
});
