import { EncodeError } from '../../errors.ts';
import { addressLength, formatPrefix, parsePrefix, significantOctets } from '../../net/prefix.ts';
import { flags8, formed, list, named, record } from './composite-field.ts';
import { type Field, ipv4, ipv6, u8, u16, u32 } from './field.ts';
import { igpRouterId } from './router-id.ts';
import { defineTlv, tlvs } from './tlv.ts';

/** RFC 9552 §5.2.1.4, RFC 9086 §4.1 and §4.2; the headend of an SR policy may have addresses too (RFC 9857 §4). */
const nodeDescriptor = tlvs([
  defineTlv(512, 'autonomousSystem', u32, 'RFC 9552'),
  // Deprecated; an opaque number that routers show as an address
  defineTlv(513, 'bgpLsIdentifier', ipv4, 'RFC 9552'),
  defineTlv(514, 'ospfAreaId', ipv4, 'RFC 9552'),
  defineTlv(515, 'igpRouterId', igpRouterId, 'RFC 9552'),
  defineTlv(516, 'bgpRouterId', ipv4, 'RFC 9086'),
  defineTlv(517, 'bgpConfederationMember', u32, 'RFC 9086'),
  defineTlv(1028, 'localIpv4RouterId', ipv4, 'RFC 9857'),
  defineTlv(1029, 'localIpv6RouterId', ipv6, 'RFC 9857'),
]);

/** 4 bits, of IS-IS nodes overload (8) and attached (4), then the topology (12); RFC 9552 §5.2.2.1. */
const topology: Field<{ flags: number; id: number }> = {
  decode(reader) {
    const octets = reader.u16();
    return { flags: octets >> 12, id: octets & 0xfff };
  },
  encode: (writer, { flags, id }) => void writer.u16((flags << 12) | id),
  toJson: (value) => value,
};

export const multiTopologyIds = defineTlv(263, 'multiTopologyIds', list(topology), 'RFC 9552');

export const linkIdentifiers = defineTlv(258, 'linkIdentifiers', record({ local: u32, remote: u32 }), 'RFC 9552');

export const localNode = defineTlv(256, 'localNode', nodeDescriptor, 'RFC 9552');
export const remoteNode = defineTlv(257, 'remoteNode', nodeDescriptor, 'RFC 9552');

/** RFC 9552 §5.2.2. */
export const linkDescriptors = [
  linkIdentifiers,
  defineTlv(259, 'ipv4InterfaceAddress', ipv4, 'RFC 9552'),
  defineTlv(260, 'ipv4NeighborAddress', ipv4, 'RFC 9552'),
  defineTlv(261, 'ipv6InterfaceAddress', ipv6, 'RFC 9552'),
  defineTlv(262, 'ipv6NeighborAddress', ipv6, 'RFC 9552'),
  multiTopologyIds,
] as const;

/** RFC 9552 §5.2.3.1; there is no route type 0. */
const ospfRouteType = named(u8, [
  undefined,
  'intra-area',
  'inter-area',
  'external-1',
  'external-2',
  'nssa-1',
  'nssa-2',
]);

/** Length in bits (1), no more octets than that takes, and no bits behind it; RFC 9552 §5.2.3.2. */
const reachability = (version: 4 | 6): Field<string> => ({
  decode(reader) {
    const prefixLength = reader.u8();
    const address = reader.take((prefixLength + 7) >> 3);
    if (prefixLength > addressLength[version] * 8) reader.fail(`prefix length ${prefixLength}`);
    if (address.at(-1) !== significantOctets(address, prefixLength).at(-1)) reader.fail('bits behind the prefix');
    return formatPrefix({ address, prefixLength }, version);
  },
  encode(writer, value) {
    const prefix = parsePrefix(value);
    if (prefix.version !== version) throw new EncodeError(`no IPv${version} prefix: ${value}`);
    writer.u8(prefix.prefixLength).bytes(prefix.address);
  },
  toJson: (value) => value,
});

/** RFC 9552 §5.2.3. */
export const prefixDescriptors = (version: 4 | 6) =>
  [
    multiTopologyIds,
    defineTlv(264, 'ospfRouteType', ospfRouteType, 'RFC 9552'),
    defineTlv(265, 'ipReachability', reachability(version), 'RFC 9552'),
  ] as const;

export const sidDescriptors = [multiTopologyIds, defineTlv(518, 'srv6Sid', ipv6, 'RFC 9514')] as const;

const candidatePathHead = { protocolOrigin: u8, flags: flags8('ipv6Endpoint', 'ipv6Originator'), reserved: u16 };
const addressOf = (isIpv6: number): Field<string> => (isIpv6 ? ipv6 : ipv4);

/** RFC 9857 §4.1; the flags say how long the addresses are. */
export const candidatePathDescriptors = [
  defineTlv(
    554,
    'srPolicyCandidatePath',
    formed(record(candidatePathHead), ({ flags }) =>
      record({
        ...candidatePathHead,
        endpoint: addressOf(flags & 0x80),
        color: u32,
        originatorAsn: u32,
        originatorAddress: addressOf(flags & 0x40),
        discriminator: u32,
      }),
    ),
    'RFC 9857',
  ),
] as const;
