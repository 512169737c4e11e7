import { Writer } from '#protocol/bytes/writer.ts';
import type { Json } from '#protocol/json.ts';
import { parseAddress } from '#protocol/net/address.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { type JsonObject, listOf, objectOf, variantOf } from './json-tree.ts';

/** Families by NetGauze's names of them. */
export const netgauzeFamilies: Record<string, readonly [afi: number, safi: number]> = {
  Ipv4Unicast: [1, 1],
  Ipv4Multicast: [1, 2],
  Ipv4NlriMplsLabels: [1, 4],
  Ipv4MplsLabeledVpn: [1, 128],
  Ipv4MplsVpnUnicast: [1, 128],
  Ipv6Unicast: [2, 1],
  Ipv6Multicast: [2, 2],
  Ipv6NlriMplsLabels: [2, 4],
  Ipv6MplsLabeledVpn: [2, 128],
  Ipv6MplsVpnUnicast: [2, 128],
  L2VpnBgpEvpn: [25, 70],
  BgpLs: [16388, 71],
};

const familyOf = (name: Json | undefined): readonly [number, number] => netgauzeFamilies[`${name}`] ?? [0, 0];
const afis: Record<string, number> = { IPv4: 1, IPv6: 2 };

export const textHex = (text: string): string => hexOf(new TextEncoder().encode(text));

/** RFC 4364 §4.2. None is all zero. */
export function distinguisherHex(rd: Json | undefined): string {
  const [kind, value] = variantOf(rd);
  const { asn2, asn4, ip, number } = objectOf(value);
  const writer = new Writer(8);
  if (kind === 'As2Administrator') writer.u16(0).u16(Number(asn2)).u32(Number(number));
  else if (kind === 'As4Administrator') writer.u16(2).u32(Number(asn4)).u16(Number(number));
  else if (kind === 'Ipv4Administrator')
    writer
      .u16(1)
      .bytes(parseAddress(`${ip}`))
      .u16(Number(number));
  else writer.zeros(8);
  return hexOf(writer.finish());
}

type WriteCapability = (writer: Writer, fields: JsonObject) => void;

const empty: WriteCapability = () => {};

/** Code and value by name. */
const capabilities: Record<string, readonly [code: number, write: WriteCapability]> = {
  MultiProtocolExtensions: [
    1,
    (writer, { address_type }) => {
      const [afi, safi] = familyOf(address_type);
      writer.u16(afi).u8(0).u8(safi);
    },
  ],
  RouteRefresh: [2, empty],
  ExtendedNextHopEncoding: [
    5,
    (writer, { encodings }) => {
      for (const { address_type, next_hop_afi } of listOf(encodings).map(objectOf)) {
        const [afi, safi] = familyOf(address_type);
        writer
          .u16(afi)
          .u16(safi)
          .u16(afis[`${next_hop_afi}`] ?? 0);
      }
    },
  ],
  ExtendedMessage: [6, empty],
  GracefulRestartCapability: [
    64,
    (writer, { restart, graceful_notification, time, address_families }) => {
      writer.u16((restart ? 0x8000 : 0) | (graceful_notification ? 0x4000 : 0) | Number(time));
      for (const { forwarding_state, address_type } of listOf(address_families).map(objectOf)) {
        const [afi, safi] = familyOf(address_type);
        writer
          .u16(afi)
          .u8(safi)
          .u8(forwarding_state ? 0x80 : 0);
      }
    },
  ],
  FourOctetAs: [65, (writer, { asn4 }) => void writer.u32(Number(asn4))],
  AddPath: [
    69,
    (writer, { address_families }) => {
      for (const { address_type, send, receive } of listOf(address_families).map(objectOf)) {
        const [afi, safi] = familyOf(address_type);
        writer
          .u16(afi)
          .u8(safi)
          .u8((receive ? 1 : 0) | (send ? 2 : 0));
      }
    },
  ],
  EnhancedRouteRefresh: [70, empty],
  LongLivedGracefulRestart: [71, empty],
  Fqdn: [
    73,
    (writer, { hostname, domain_name }) => {
      for (const name of [hostname, domain_name]) {
        const octets = new TextEncoder().encode(`${name}`);
        writer.u8(octets.length).bytes(octets);
      }
    },
  ],
  CiscoRouteRefresh: [128, empty],
};

/** Code and value; the name where it is not in the table. */
export function capabilityHex(name: string, value: Json): string {
  const known = capabilities[name];
  if (known === undefined) return name;
  const [code, write] = known;
  const writer = new Writer(64);
  write(writer, objectOf(value));
  return `${code}:${hexOf(writer.finish())}`;
}

const communityTypes: Record<string, number> = { RouteTarget: 2, RouteOrigin: 3 };

/** RFC 4360 §3.1; the name of any other kind. */
export function extendedCommunityHex(community: Json): string {
  const [kind, value] = variantOf(community);
  const [name, fields] = variantOf(value);
  const subType = communityTypes[name];
  const { global_admin, local_admin } = objectOf(fields);
  if (kind !== 'TransitiveTwoOctet' || subType === undefined) return `${kind} ${name}`;
  return hexOf(new Writer(8).u8(0).u8(subType).u16(Number(global_admin)).u32(Number(local_admin)).finish());
}

/** RFC 9252 §2 to §3.2: an L3 service TLV with SID information and SID structures. */
export function prefixSidHex(attribute: JsonObject): string {
  const writer = new Writer(64);
  for (const tlv of listOf(attribute.tlvs)) {
    const { reserved, subtlvs } = objectOf(objectOf(tlv).SRv6ServiceL3);
    const length = writer.u8(5).fork(2);
    writer.u8(Number(reserved));
    for (const subTlv of listOf(subtlvs)) writeSidInformation(writer, objectOf(objectOf(subTlv).SRv6SIDInformation));
    writer.join(length, 2);
  }
  return hexOf(writer.finish());
}

function writeSidInformation(writer: Writer, fields: JsonObject): void {
  const length = writer.u8(1).fork(2);
  writer
    .u8(Number(fields.reserved1))
    .bytes(parseAddress(`${fields.sid}`))
    .u8(Number(fields.service_sid_flags));
  writer.u16(Number(fields.endpoint_behaviour)).u8(Number(fields.reserved2));
  for (const subSubTlv of listOf(fields.subsubtlvs)) {
    const structure = objectOf(objectOf(subSubTlv).SRv6SIDStructure);
    writer.u8(1).u16(6);
    for (const name of sidStructure) writer.u8(Number(structure[name]));
  }
  writer.join(length, 2);
}

const sidStructure = [
  'locator_block_len',
  'locator_node_len',
  'function_len',
  'arg_len',
  'transposition_len',
  'transposition_offset',
];
