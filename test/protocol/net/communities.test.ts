import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextError } from '#protocol/errors.ts';
import { formatCommunity, formatLargeCommunity, parseCommunity } from '#protocol/net/community.ts';
import { formatExtendedCommunity, parseExtendedCommunity } from '#protocol/net/extended-community.ts';
import { extendedCommunityTypes } from '#protocol/net/extended-community-types.ts';
import { formatIpv6ExtendedCommunity } from '#protocol/net/ipv6-extended-community.ts';
import { communityName, communityNamed } from '#protocol/net/well-known-communities.ts';
import { octetsOf } from '#test/fixtures/vectors/arbitraries.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

describe('standard communities', () => {
  it('are two numbers', () => {
    expect(formatCommunity(parseCommunity('13979:100'))).toBe('13979:100');
    expect(formatCommunity(0xffffffff)).toBe('65535:65535');
    for (const text of ['65536:0', '0:65536', '1', '1:2:3', 'a:b', 'no-such-name'])
      expect(() => parseCommunity(text)).toThrow(TextError);
  });

  it.each([
    ['65535:0', 'GRACEFUL_SHUTDOWN'],
    ['65535:1', 'ACCEPT_OWN'],
    ['65535:2', 'ROUTE_FILTER_TRANSLATED_v4'],
    ['65535:3', 'ROUTE_FILTER_v4'],
    ['65535:4', 'ROUTE_FILTER_TRANSLATED_v6'],
    ['65535:5', 'ROUTE_FILTER_v6'],
    ['65535:6', 'LLGR_STALE'],
    ['65535:7', 'NO_LLGR'],
    ['65535:8', 'ACCEPT_OWN_NEXTHOP'],
    ['65535:9', 'STANDBY_PE'],
    ['65535:666', 'BLACKHOLE'],
    ['65535:65281', 'NO_EXPORT'],
    ['65535:65282', 'NO_ADVERTISE'],
    ['65535:65283', 'NO_EXPORT_SUBCONFED'],
    ['65535:65284', 'NOPEER'],
  ])('%s is %s', (text, name) => {
    expect(communityName(parseCommunity(text))).toBe(name);
    expect(formatCommunity(parseCommunity(name))).toBe(text);
    expect(communityNamed(name.toLowerCase().replaceAll('_', '-'))).toBe(parseCommunity(text));
  });

  it('most have no name', () => expect(communityName(parseCommunity('13979:100'))).toBeUndefined());
});

it('large communities are three numbers', () =>
  expect(formatLargeCommunity([13979, 1, 4294967295])).toBe('13979:1:4294967295'));

describe('extended communities', () => {
  it.each([
    ['0002 fde8 0000000b', 'rt:65000:11'],
    ['0102 0a000001 0005', 'rt:10.0.0.1:5'],
    ['0202 00010000 000b', 'rt:65536:11'],
    ['0003 fde8 0000000b', 'soo:65000:11'],
    ['0005 0000 00000001', 'ospf-domain-id:0:1'],
    ['0105 00000001 0200', 'ospf-domain-id:0.0.0.1:512'],
    ['0107 0a000001 0000', 'ospf-router-id:10.0.0.1:0'],
    ['0008 fde8 00001a0c', 'data-collection:65000:6668'],
    ['0009 fde8 00000000', 'source-as:65000:0'],
    ['000a fde8 00000064', 'l2vpn-id:65000:100'],
    ['010b 0a000001 0007', 'vrf-route-import:10.0.0.1:7'],
    ['0010 fde8 00000001', 'vpn-distinguisher:65000:1'],
    ['0112 0a000001 0000', 'segmented-next-hop:10.0.0.1:0'],
    ['4004 fde8 4cee6b28', 'link-bandwidth:65000:125000000'],
    ['0004 fde8 4b189680', 'link-bandwidth-transitive:65000:10000000'],
    ['4301 81 01 00000064', 'cost:129:1:100'],
    ['0303 000000000000', 'cp-orf:0x000000000000'],
    ['0304 000000000000', 'extranet-source'],
    ['0306 00000001 05 01', 'ospf-route-type:0.0.0.1:5:1'],
    ['0308 0000 00064000', 'label-space-id:0:409600'],
    ['030b 0000 00000064', 'color:0:100'],
    ['030b 4000 00000064', 'color:1:100'],
    ['030c 00000000 0008', 'encapsulation:vxlan'],
    ['030c 00000000 0fff', 'encapsulation:tunnel-4095'],
    ['030d 000000000000', 'default-gateway'],
    ['4300 0000000000 02', 'origin-validation:invalid'],
    ['4300 0000000000 03', 'origin-validation:3'],
    ['0600 01 00 00000005', 'mac-mobility:sticky:5'],
    ['0600 00 00 00000001', 'mac-mobility:0:1'],
    ['0601 01 0000 000640', 'esi-label:single-active:100'],
    ['0602 00aabbccddee', 'es-import:00:aa:bb:cc:dd:ee'],
    ['0603 5254003c1f02', 'router-mac:52:54:00:3c:1f:02'],
    ['0604 0006 05dc 0000', 'l2-attributes:primary+control-word:1500'],
    ['0604 0102 05dc 0000', 'l2-attributes:primary+0x100:1500'],
    ['0605 01 0000 000640', 'e-tree:leaf:100'],
    ['0606 02 8000 00 7fff', 'df-election:2:0x8000:32767'],
    ['0608 0b 0000000000', 'arp-nd:router+override+immutable'],
    ['0608 04 0000000000', 'arp-nd:0x4'],
    ['0609 0003 00000000', 'multicast-flags:igmp-proxy+mld-proxy'],
    ['060a fde8 0000000b', 'evi-rt:65000:11'],
    ['060b 0a000001 0005', 'evi-rt:10.0.0.1:5'],
    ['060f e8a1b2c3 8000', 'service-carving-time:3902911171:32768'],
    ['8006 fde8 47f42400', 'traffic-rate-bytes:65000:125000'],
    ['8006 0000 00000000', 'traffic-rate-bytes:0:0'],
    ['800c 0000 447a0000', 'traffic-rate-packets:0:1000'],
    ['8007 0000000000 03', 'traffic-action:terminal+sample'],
    ['8008 fde8 0000000b', 'rt-redirect:65000:11'],
    ['8108 0a000001 0005', 'rt-redirect:10.0.0.1:5'],
    ['8208 00010000 000b', 'rt-redirect:65536:11'],
    ['8009 0000000000 2e', 'traffic-marking:46'],
    ['010c cb00710a 0000', 'redirect-to-ip:203.0.113.10:redirect'],
    ['010c cb00710a 0001', 'redirect-to-ip:203.0.113.10:copy'],
    ['0800 000000000001', 'redirect-to-next-hop:copy'],
    ['0900 00 01 00000064', 'redirect-to-indirection-id:0x00:1:100'],
    ['0702 0000fde8 8005', 'interface-set:65000:outbound:5'],
    ['4702 0000fde8 c005', 'interface-set-nontransitive:65000:inbound+outbound:5'],
    ['800a 13 02 05dc 0064', 'l2-info:19:0x02:1500:100'],
    ['0a02 0000 00000064', 'transport-class:100'],
    ['0b01 0000000000 01', 'sfir-pool:0x000000000001'],
    ['0c00 000a 0000000a', 'mup:10:10'],
    ['8071 000000000064', '0x8071:000000000064'],
    ['4002 fde80000000b', '0x4002:fde80000000b'],
  ])('%s is %s', (hex, text) => {
    expect(formatExtendedCommunity(octets(hex))).toBe(text);
    expect(parseExtendedCommunity(text)).toEqual(octets(hex));
  });

  it.each([
    ['0202 0000fde8 000b', 'rt:65000:11', 'a small number in a four-octet AS'],
    ['0600 01 ff 00000005', 'mac-mobility:sticky:5', 'reserved bits'],
    ['8006 0000 7fc00001', 'traffic-rate-bytes:0:NaN', 'no number'],
  ])('%s is %s too: %s', (hex, text) => expect(formatExtendedCommunity(octets(hex))).toBe(text));

  it.each([
    '',
    'rt',
    'rt:65000',
    'rt:65000:11:1',
    'rt:4294967296:1',
    'rt:65536:65536',
    'rt:10.0.0.1:65536',
    'rt:10.0.0.256:1',
    'rt:x:1',
    'color:4:1',
    'encapsulation:vxlam',
    'es-import:00:aa:bb:cc:dd',
    'mac-mobility:stick:1',
    'traffic-rate-bytes:0:much',
    'default-gateway:1',
    'no-such:1:2',
    '0x0002:00',
  ])('%j is none', (text) => expect(() => parseExtendedCommunity(text)).toThrow(TextError));

  it.each(extendedCommunityTypes)('$name has 48 bits', ({ fields }) =>
    expect(fields.reduce((bits, field) => bits + field.bits, 0)).toBe(48),
  );

  it('each type is in the table once', () =>
    expect(new Set(extendedCommunityTypes.map(({ code }) => code)).size).toBe(extendedCommunityTypes.length));

  it('any value of any type gives a text that is read as one of the same text', () => {
    const codes = fc.constantFrom(...extendedCommunityTypes.map(({ code }) => code));
    fc.assert(
      fc.property(fc.oneof(codes, fc.nat(0xffff)), octetsOf(6), (code, value) => {
        const text = formatExtendedCommunity(Uint8Array.of(code >> 8, code & 0xff, ...value));
        expect(formatExtendedCommunity(parseExtendedCommunity(text))).toBe(text);
      }),
    );
  });
});

it.each([
  ['0002 20010db8000000000000000000000001 0005', 'rt:2001:db8::1:5'],
  ['0003 20010db8000000000000000000000001 0005', 'soo:2001:db8::1:5'],
  ['000b 20010db8000000000000000000000001 0007', 'vrf-route-import:2001:db8::1:7'],
  ['000c 20010db8000000000000000000000001 0001', 'redirect-to-ip:2001:db8::1:copy'],
  ['000d 20010db8000000000000000000000001 0005', 'rt-redirect:2001:db8::1:5'],
  ['0011 00000000000000000000000000000001 0002', '0x0011:000000000000000000000000000000010002'],
])('of 20 octets, %s is %s', (hex, text) => expect(formatIpv6ExtendedCommunity(octets(hex))).toBe(text));
