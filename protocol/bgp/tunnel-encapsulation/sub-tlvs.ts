import { prefixSidTlvs } from '../prefix-sid/prefix-sid-tlvs.ts';
import { type Field, ipv4, ipv6, list, named, reserved, rest, struct, u8, u16, u32, valid } from '../tlv/field.ts';
import { type TlvOf, type TlvSpace, tlv, tlvSpace, type UnknownTlv } from '../tlv/tlv-space.ts';
import { encapsulations } from './encapsulations.ts';
import { labelStackEntry } from './label-stack-entry.ts';
import { srPolicySubTlvs } from './sr-policy.ts';
import { lengthWidth } from './sub-tlv-length.ts';

/** RFC 9012 §3.4.1: an Ethertype. */
const protocolType = struct({ protocolType: valid(u16, (value) => value !== 0xffff, 'protocol type') });

/** RFC 5566, which RFC 9012 made obsolete. */
const ipsecTunnelAuthenticator = struct({ value: rest });

const colorFields = struct({ flags: reserved(u16), color: u32 });
const colorCommunity = 0x030b;

/** RFC 9012 §3.4.2: a color extended community (§4.3), its type (2) first. */
const color: typeof colorFields = {
  decode(reader) {
    const type = reader.u16();
    return type === colorCommunity ? colorFields.decode(reader) : reader.fail(`no color, but community type ${type}`);
  },
  encode(writer, value) {
    colorFields.encode(writer.u16(colorCommunity), value);
  },
  toJson: colorFields.toJson,
};

/** Address family (2), address (0, 4 or 16); null where the next hop is the endpoint. */
const endpointAddress: Field<string | null> = {
  decode(reader) {
    const family = reader.u16();
    if (family === 0) return null;
    if (family > 2) reader.fail(`address family ${family}`);
    return (family === 1 ? ipv4 : ipv6).decode(reader);
  },
  encode(writer, address) {
    if (address === null) writer.u16(0);
    else if (address.includes(':')) ipv6.encode(writer.u16(2), address);
    else ipv4.encode(writer.u16(1), address);
  },
  toJson: (address) => address,
};

/** RFC 9012 §3.1. */
const tunnelEgressEndpoint = struct({ reserved: reserved(u32), address: endpointAddress });

/** RFC 9012 §3.3. */
const dsField = struct({ dsField: u8 });
const udpDestinationPort = struct({ port: valid(u16, (port) => port !== 0, 'UDP destination port') });

const embeddedLabelHandlings = [undefined, 'mpls-payload-with-embedded-label', 'no-embedded-label-in-payload'];

/** RFC 9012 §3.5. */
const embeddedLabelHandling = struct({
  embeddedLabelHandling: named(
    valid(u8, (value) => value === 1 || value === 2, 'embedded label handling'),
    (value) => embeddedLabelHandlings[value],
  ),
});

/** IANA "BGP Tunnel Encapsulation Attribute Sub-TLVs", all that do not depend on the type of the tunnel. */
const independent = [
  tlv(2, 'protocol-type', protocolType),
  tlv(3, 'ipsec-tunnel-authenticator', ipsecTunnelAuthenticator),
  tlv(4, 'color', color),
  tlv(5, 'load-balancing-block', struct({ blockLength: u16 })),
  tlv(6, 'tunnel-egress-endpoint', tunnelEgressEndpoint),
  tlv(7, 'ds-field', dsField),
  tlv(8, 'udp-destination-port', udpDestinationPort),
  tlv(9, 'embedded-label-handling', embeddedLabelHandling),
  tlv(10, 'mpls-label-stack', struct({ entries: list(labelStackEntry) })),
  tlv(11, 'prefix-sid', struct({ tlvs: prefixSidTlvs })),
  ...srPolicySubTlvs,
] as const;

export type SubTlv =
  | TlvOf<(typeof independent)[number]>
  | TlvOf<(typeof encapsulations)[number]['subTlv']>
  | UnknownTlv;

const spaces = new Map<number, TlvSpace<SubTlv>>(
  encapsulations.map(({ tunnelType, subTlv }) => [tunnelType, tlvSpace([subTlv, ...independent], lengthWidth)]),
);
const spaceOfOthers: TlvSpace<SubTlv> = tlvSpace(independent, lengthWidth);

/** The sub-TLVs that a tunnel can hold. */
export function subTlvsOf(tunnelType: number): TlvSpace<SubTlv> {
  return spaces.get(tunnelType) ?? spaceOfOthers;
}
