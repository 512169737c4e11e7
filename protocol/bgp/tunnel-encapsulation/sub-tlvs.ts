import { ipv4, ipv6 } from '../fields/addresses.ts';
import { list, struct } from '../fields/composite.ts';
import { checked, type Field } from '../fields/field.ts';
import { named, reserved, u8, u16, u32 } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { prefixSidTlvs } from '../prefix-sid/prefix-sid-tlvs.ts';
import { framed, type Recovery } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { type FlatValueOf, type TypedValues, typedValues, type UnknownTlv } from '../tlv/typed-values.ts';
import { encapsulations } from './encapsulations.ts';
import { labelStackEntry } from './label-stack-entry.ts';
import { srPolicySubTlvs } from './sr-policy.ts';
import { subTlvFrame } from './sub-tlv-frame.ts';

/** RFC 9012 §3.4.1: an Ethertype. */
const protocolType = struct({
  protocolType: checked(u16, (type) => (type === 0xffff ? `protocol type ${type}` : null)),
});

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
const udpDestinationPort = struct({ port: checked(u16, (port) => (port === 0 ? 'UDP destination port 0' : null)) });

const embeddedLabelHandlings = [undefined, 'mpls-payload-with-embedded-label', 'no-embedded-label-in-payload'];

/** RFC 9012 §3.5. */
const embeddedLabelHandling = struct({
  embeddedLabelHandling: named(
    checked(u8, (value) => (value === 1 || value === 2 ? null : `embedded label handling ${value}`)),
    embeddedLabelHandlings,
  ),
});

/** IANA "BGP Tunnel Encapsulation Attribute Sub-TLVs", all that do not depend on the type of the tunnel. */
export const subTlvTypes = [
  tlv(2, 'protocol-type', protocolType, 'RFC 9012'),
  tlv(3, 'ipsec-tunnel-authenticator', ipsecTunnelAuthenticator, 'RFC 5566'),
  tlv(4, 'color', color, 'RFC 9012'),
  tlv(5, 'load-balancing-block', struct({ blockLength: u16 }), 'RFC 5640'),
  tlv(6, 'tunnel-egress-endpoint', tunnelEgressEndpoint, 'RFC 9012'),
  tlv(7, 'ds-field', dsField, 'RFC 9012'),
  tlv(8, 'udp-destination-port', udpDestinationPort, 'RFC 9012'),
  tlv(9, 'embedded-label-handling', embeddedLabelHandling, 'RFC 9012'),
  tlv(10, 'mpls-label-stack', struct({ entries: list(labelStackEntry) }), 'RFC 9012'),
  tlv(11, 'prefix-sid', struct({ tlvs: prefixSidTlvs() }), 'RFC 9012'),
  ...srPolicySubTlvs,
] as const;

export type SubTlv =
  | FlatValueOf<(typeof subTlvTypes)[number]>
  | FlatValueOf<(typeof encapsulations)[number]['subTlv']>
  | UnknownTlv;

const byTunnelType = new Map<number, TypedValues<SubTlv>>(
  encapsulations.map(({ tunnelType, subTlv }) => [tunnelType, typedValues([subTlv, ...subTlvTypes])]),
);
const ofOtherTunnels: TypedValues<SubTlv> = typedValues(subTlvTypes);

/** The sub-TLVs that a tunnel can hold. */
export const subTlvsOf = (tunnelType: number, recover?: Recovery<SubTlv>) =>
  list(framed(byTunnelType.get(tunnelType) ?? ofOtherTunnels, subTlvFrame, recover));
