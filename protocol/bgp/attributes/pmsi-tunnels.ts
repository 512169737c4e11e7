import { addressPair, lastAddress } from '../tlv/address-field.ts';
import { reserved, rest, struct, u8, u16, u32 } from '../tlv/field.ts';
import { sized } from '../tlv/sized-field.ts';
import { type TlvOf, tlv, typedValues, type UnknownTlv } from '../tlv/typed-values.ts';

/** RFC 6388 §2.2 and §3.2: a FEC element of LDP. */
const multipointFec = struct({
  fecElementType: u8,
  addressFamily: u16,
  rootNodeAddress: sized(1, lastAddress),
  opaqueValue: sized(2, rest),
});

/** RFC 4875 §19.1: as in the SESSION object, whose fields RFC 6514 §5 names from the last to the first. */
const rsvpSession = struct({ p2mpId: u32, reserved: reserved(u16), tunnelId: u16, extendedTunnelId: lastAddress });

const definitions = [
  tlv(0, 'no-tunnel', struct({})),
  tlv(1, 'rsvp-te-p2mp', rsvpSession),
  tlv(2, 'mldp-p2mp', multipointFec),
  tlv(3, 'pim-ssm', addressPair('rootNodeAddress', 'groupAddress')),
  tlv(4, 'pim-sm', addressPair('senderAddress', 'groupAddress')),
  tlv(5, 'bidir-pim', addressPair('senderAddress', 'groupAddress')),
  tlv(6, 'ingress-replication', struct({ endpointAddress: lastAddress })),
  tlv(7, 'mldp-mp2mp', multipointFec),
  // RFC 9574 §4
  tlv(10, 'assisted-replication', struct({ replicatorAddress: lastAddress })),
  // RFC 8556 §2
  tlv(11, 'bier', struct({ subDomainId: u8, bfrId: u16, bfrPrefix: lastAddress })),
];

/** IANA "PMSI Tunnel Types": the identifiers by type, RFC 6514 §5. */
export const pmsiTunnels = typedValues(definitions);

export type PmsiTunnelIdentifier = TlvOf<(typeof definitions)[number]> | UnknownTlv;
