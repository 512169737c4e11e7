import { describe, expect, it } from 'vitest';
import { tunnelEncapsulation } from '#protocol/bgp/attributes/23-tunnel-encapsulation.ts';
import { prefixSid } from '#protocol/bgp/attributes/40-prefix-sid.ts';
import { type AnyAttribute, decodeAttributeValue } from '#protocol/bgp/attributes/index.ts';
import { plainContext } from '#protocol/bgp/context.ts';
import { decodeUpdate } from '#protocol/bgp/update.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { tunnelTypeName } from '#protocol/net/tunnel-type.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

/** What becomes of an announcement of 10.0.1.0/24 with the attribute. */
function announced(code: number, ...hex: string[]) {
  const value = octets(...hex);
  const attributes = new Writer()
    .bytes(octets('40010100', '400200', '400304c0000201'))
    .bytes(Uint8Array.of(0xc0, code, value.length))
    .bytes(value)
    .finish();
  const body = new Writer().u16(0).u16(attributes.length).bytes(attributes).bytes(octets('180a0001')).finish();
  const update = decodeUpdate(Reader.over(body), plainContext);
  return {
    routes: update.announced.length,
    known: Object.keys(update.attributes).filter((name) => name === 'tunnelEncapsulation' || name === 'prefixSid'),
    issues: update.issues.map(({ code: of, reason, outcome }) => ({ code: of, reason, outcome })),
  };
}

const jsonOf = ({ code, flags }: AnyAttribute, ...hex: string[]) =>
  decodeAttributeValue({ code, flags, value: octets(...hex) })?.json;

describe('a malformed tunnel encapsulation', () => {
  it('withdraws where a tunnel and its last sub-TLV do not end together (RFC 9012 §13)', () => {
    expect(announced(23, '0002', '0005', '0104000000')).toEqual({
      routes: 0,
      known: [],
      issues: [{ code: 23, reason: 'tunnelEncapsulation: 4 octets wanted, 3 left', outcome: 'withdraw' }],
    });
  });

  it('keeps a malformed sub-TLV as an unknown one, and says so once', () => {
    expect(announced(23, '0002', '0008', '08020000', '08020000')).toEqual({
      routes: 1,
      known: ['tunnelEncapsulation'],
      issues: [{ code: 23, reason: 'sub-TLV 8 of gre: UDP destination port 0', outcome: 'note' }],
    });
  });

  it('withdraws where the sub-TLV is one of SR Policy (RFC 9830 §5)', () => {
    const preference = ['0c', '05', '0000', '000064'];
    expect(announced(23, '000f', '0007', ...preference)).toMatchObject({ routes: 0, known: [] });
    expect(announced(23, '0002', '0007', ...preference)).toMatchObject({ routes: 1, known: ['tunnelEncapsulation'] });
  });
});

describe('a malformed prefix SID', () => {
  it('is discarded (RFC 8669 §6)', () => {
    expect(announced(40, '01', '0006', '00', '0000', '00002a')).toEqual({
      routes: 1,
      known: [],
      issues: [{ code: 40, reason: 'prefixSid: 4 octets wanted, 3 left', outcome: 'discard' }],
    });
  });

  it.each([
    ['whose sub-TLV is cut off', ['05', '0005', '00', '01', '0015', '00']],
    ['that is cut off', ['06', '0019', '00']],
  ])('withdraws with an SRv6 service %s (RFC 9252 §7)', (_, hex) => {
    const { routes, known, issues } = announced(40, ...hex);
    expect({ routes, known }).toEqual({ routes: 0, known: [] });
    expect(issues.map(({ outcome }) => outcome)).toEqual(['withdraw', 'discard']);
  });
});

describe('as JSON', () => {
  it('a tunnel shows names, and reserved bits only where they are set', () => {
    const endpoint = ['06', '0a', '00000001', '0001', 'c0000201'];
    const encapsulation = ['01', '0c', 'c1', '000064', '00005e005301', '0000'];
    const unknown = ['7d', '01', 'aa'];
    expect(jsonOf(tunnelEncapsulation, '0008', '001d', ...endpoint, ...encapsulation, ...unknown)).toEqual([
      {
        tunnelType: 'vxlan',
        subTlvs: [
          { type: 'tunnel-egress-endpoint', reserved: 1, address: '192.0.2.1' },
          {
            type: 'vxlan-encapsulation',
            flags: ['virtual-network-id', 'mac-address', '0x01'],
            virtualNetworkId: 100,
            macAddress: '00:00:5e:00:53:01',
          },
          { type: 'unknown', code: 125, hex: 'aa' },
        ],
      },
    ]);
  });

  it('a candidate path shows what its binding SID and its segments are', () => {
    const bindingSid = ['0d', '06', '80', '00', '05dc1000'];
    const segment = ['01', '06', '80', '00', '03e89000'];
    const list = ['80', '0009', '00', ...segment];
    const name = ['82', '0003', '00', 'c3a9'];
    expect(jsonOf(tunnelEncapsulation, '000f', '001a', ...bindingSid, ...list, ...name)).toEqual([
      {
        tunnelType: 'sr-policy',
        subTlvs: [
          {
            type: 'binding-sid',
            flags: ['specified-binding-sid-only'],
            sid: { label: 24_001, trafficClass: 0, bottomOfStack: false, timeToLive: 0 },
          },
          {
            type: 'segment-list',
            subTlvs: [
              {
                type: 'segment-a',
                flags: ['sid-verification'],
                sid: { label: 16_009, trafficClass: 0, bottomOfStack: false, timeToLive: 0 },
              },
            ],
          },
          { type: 'policy-name', name: 'é' },
        ],
      },
    ]);
  });

  it('an SRv6 service shows its behavior by name and where its function is', () => {
    const structure = ['01', '0006', '281810001040'];
    const information = ['01', '001e', '00', '20010db8000100000000000000000000', '00', '0013', '00', ...structure];
    expect(jsonOf(prefixSid, '05', '0022', '00', ...information)).toEqual([
      {
        type: 'srv6-l3-service',
        subTlvs: [
          {
            type: 'srv6-sid-information',
            sid: '2001:db8:1::',
            endpointBehavior: 'End.DT4',
            subSubTlvs: [
              {
                type: 'srv6-sid-structure',
                locatorBlockLength: 40,
                locatorNodeLength: 24,
                functionLength: 16,
                argumentLength: 0,
                transpositionLength: 16,
                transpositionOffset: 64,
              },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    [8, 'vxlan'],
    [15, 'sr-policy'],
    [22, 'dps'],
    [0, 'tunnel-0'],
    [999, 'tunnel-999'],
  ])('tunnel type %i is %s', (code, name) => expect(tunnelTypeName(code)).toBe(name));
});
