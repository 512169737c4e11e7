import { parseAddress } from '../../net/address.ts';
import { address, lastAddress } from '../fields/addresses.ts';
import { sized, struct } from '../fields/composite.ts';
import { checked } from '../fields/field.ts';
import { reserved, u8, u16, u32 } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { type FlatValueOf, typedValues, type UnknownTlv } from '../tlv/typed-values.ts';

/** RFC 6388 §2.2 and §3.2: a FEC element of LDP. */
const multipointFec = struct({
  fecElementType: u8,
  addressFamily: u16,
  rootNodeAddress: sized(1, lastAddress),
  opaqueValue: sized(2, rest),
});

/** RFC 4875 §19.1: as in the SESSION object, whose fields RFC 6514 §5 names from the last to the first. */
const rsvpSession = struct({ p2mpId: u32, reserved: reserved(u16), tunnelId: u16, extendedTunnelId: lastAddress });

const firstOfTwo = address((remaining) => remaining / 2);

const faultOfPair = (first: string, second: string): string | null =>
  parseAddress(first).length === parseAddress(second).length ? null : 'addresses of two families';

const rootAndGroup = checked(
  struct({ rootNodeAddress: firstOfTwo, groupAddress: lastAddress }),
  ({ rootNodeAddress, groupAddress }) => faultOfPair(rootNodeAddress, groupAddress),
);
const senderAndGroup = checked(
  struct({ senderAddress: firstOfTwo, groupAddress: lastAddress }),
  ({ senderAddress, groupAddress }) => faultOfPair(senderAddress, groupAddress),
);

/** IANA "PMSI Tunnel Types": what identifies a tunnel of each type, RFC 6514 §5. */
export const pmsiTunnelTypes = [
  tlv(0, 'no-tunnel', struct({}), 'RFC 6514'),
  tlv(1, 'rsvp-te-p2mp', rsvpSession, 'RFC 6514'),
  tlv(2, 'mldp-p2mp', multipointFec, 'RFC 6514'),
  tlv(3, 'pim-ssm', rootAndGroup, 'RFC 6514'),
  tlv(4, 'pim-sm', senderAndGroup, 'RFC 6514'),
  tlv(5, 'bidir-pim', senderAndGroup, 'RFC 6514'),
  tlv(6, 'ingress-replication', struct({ endpointAddress: lastAddress }), 'RFC 6514'),
  tlv(7, 'mldp-mp2mp', multipointFec, 'RFC 6514'),
  tlv(10, 'assisted-replication', struct({ replicatorAddress: lastAddress }), 'RFC 9574'),
  tlv(11, 'bier', struct({ subDomainId: u8, bfrId: u16, bfrPrefix: lastAddress }), 'RFC 8556'),
];

export const pmsiTunnels = typedValues(pmsiTunnelTypes);

export type PmsiTunnelIdentifier = FlatValueOf<(typeof pmsiTunnelTypes)[number]> | UnknownTlv;
