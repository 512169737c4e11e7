import { parsePrefix } from '../../net/prefix.ts';
import { ipv4, ipv6, prefix } from '../fields/addresses.ts';
import { formed, list, struct } from '../fields/composite.ts';
import { checked, type Field } from '../fields/field.ts';
import { flags8, named, u8, u16, u32, unshown } from '../fields/numbers.ts';
import { tlv } from '../tlv/type-table.ts';
import { igpRouterId } from './router-id.ts';
import { tlvs } from './tlv.ts';

/** RFC 9552 §5.2.1.4, RFC 9086 §4.1 and §4.2; the headend of an SR policy may have addresses too (RFC 9857 §4). */
const nodeDescriptor = tlvs([
  tlv(512, 'autonomousSystem', u32, 'RFC 9552'),
  // Deprecated; an opaque number that routers show as an address
  tlv(513, 'bgpLsIdentifier', ipv4, 'RFC 9552'),
  tlv(514, 'ospfAreaId', ipv4, 'RFC 9552'),
  tlv(515, 'igpRouterId', igpRouterId, 'RFC 9552'),
  tlv(516, 'bgpRouterId', ipv4, 'RFC 9086'),
  tlv(517, 'bgpConfederationMember', u32, 'RFC 9086'),
  tlv(1028, 'localIpv4RouterId', ipv4, 'RFC 9857'),
  tlv(1029, 'localIpv6RouterId', ipv6, 'RFC 9857'),
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

export const multiTopologyIds = tlv(263, 'multiTopologyIds', list(topology), 'RFC 9552');

export const linkIdentifiers = tlv(258, 'linkIdentifiers', struct({ local: u32, remote: u32 }), 'RFC 9552');

export const localNode = tlv(256, 'localNode', nodeDescriptor, 'RFC 9552');
export const remoteNode = tlv(257, 'remoteNode', nodeDescriptor, 'RFC 9552');

/** RFC 9552 §5.2.2. */
export const linkDescriptors = [
  linkIdentifiers,
  tlv(259, 'ipv4InterfaceAddress', ipv4, 'RFC 9552'),
  tlv(260, 'ipv4NeighborAddress', ipv4, 'RFC 9552'),
  tlv(261, 'ipv6InterfaceAddress', ipv6, 'RFC 9552'),
  tlv(262, 'ipv6NeighborAddress', ipv6, 'RFC 9552'),
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
const reachability = (version: 4 | 6) =>
  checked(prefix(version), (value) => (parsePrefix(value).hostBitsSet ? 'bits behind the prefix' : null));

/** RFC 9552 §5.2.3. */
export const prefixDescriptors = (version: 4 | 6) =>
  [
    multiTopologyIds,
    tlv(264, 'ospfRouteType', ospfRouteType, 'RFC 9552'),
    tlv(265, 'ipReachability', reachability(version), 'RFC 9552'),
  ] as const;

export const sidDescriptors = [multiTopologyIds, tlv(518, 'srv6Sid', ipv6, 'RFC 9514')] as const;

const candidatePathHead = {
  protocolOrigin: u8,
  flags: flags8('ipv6Endpoint', 'ipv6Originator'),
  reserved: unshown(u16),
};
const addressOf = (isIpv6: number): Field<string> => (isIpv6 ? ipv6 : ipv4);

/** RFC 9857 §4.1; the flags say how long the addresses are. */
export const candidatePathDescriptors = [
  tlv(
    554,
    'srPolicyCandidatePath',
    formed(struct(candidatePathHead), ({ flags }) =>
      struct({
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
