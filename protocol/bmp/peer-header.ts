import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { EncodeError } from '../errors.ts';
import { formatIpv4, formatIpv6, parseAddress } from '../net/address.ts';

/** Which RIB a Route Monitoring message speaks of (RFC 7854 §4.2, RFC 8671 §4, RFC 9069 §4). */
export type View = 'adj-rib-in-pre' | 'adj-rib-in-post' | 'loc-rib' | 'adj-rib-out-pre' | 'adj-rib-out-post';

/** Peer Type, RFC 7854 §4.2 and RFC 9069 §4.1; unassigned numbers keep their number. */
export type PeerTypeName = 'global' | 'rd' | 'local' | 'loc-rib' | `type-${number}`;

/** Per-Peer Header, RFC 7854 §4.2. */
export interface PeerHeader {
  type: PeerTypeName;
  /** The octet as received. */
  flags: number;
  /** From type and flags; the flags of a Peer Up and of its routes often disagree, so it says nothing about identity. */
  view: View;
  /** 8 octets, maybe a view of the message. A route distinguisher for type `rd`; for others whatever the router puts there. */
  distinguisher: Uint8Array;
  /** `0.0.0.0` for Loc-RIB peers. */
  address: string;
  asn: number;
  bgpId: string;
  /** Seconds since 1970, 0 where the router gives none. */
  timeSeconds: number;
  timeMicroseconds: number;
}

export const peerFlags = {
  /** V: the address is IPv6. */
  ipv6: 0x80,
  /** L: post-policy. */
  postPolicy: 0x40,
  /** A: AS_PATHs have 2-octet AS numbers. */
  twoOctetAs: 0x20,
  /** O: Adj-RIB-Out, RFC 8671. */
  adjRibOut: 0x10,
  /** F: the Loc-RIB is filtered; on type `loc-rib` only, RFC 9069. */
  filtered: 0x80,
} as const;

const typeNames: readonly PeerTypeName[] = ['global', 'rd', 'local', 'loc-rib'];

const viewFlags: Record<View, number> = {
  'adj-rib-in-pre': 0,
  'adj-rib-in-post': peerFlags.postPolicy,
  'loc-rib': 0,
  'adj-rib-out-pre': peerFlags.adjRibOut,
  'adj-rib-out-post': peerFlags.adjRibOut | peerFlags.postPolicy,
};

/** All of a per-peer header but its time: the same in all messages of a peer and view. */
export type PeerIdentity = Omit<PeerHeader, 'timeSeconds' | 'timeMicroseconds'>;

export const peerIdentityLength = 34;

/** Peer type (1), flags (1), distinguisher (8), address (16), AS (4), BGP identifier (4); seconds (4) and microseconds (4) follow. */
export function decodePeerIdentity(reader: Reader): PeerIdentity {
  const type = peerTypeName(reader.u8());
  const flags = reader.u8();
  const distinguisher = reader.take(8);
  const address = addressText(reader.take(16), type !== 'loc-rib' && (flags & peerFlags.ipv6) !== 0);
  return {
    type,
    flags,
    view: viewOf(type, flags),
    distinguisher,
    address,
    asn: reader.u32(),
    bgpId: formatIpv4(reader.take(4)),
  };
}

export function peerHeaderOf(identity: PeerIdentity, timeSeconds: number, timeMicroseconds: number): PeerHeader {
  const { type, flags, view, distinguisher, address, asn, bgpId } = identity;
  return { type, flags, view, distinguisher, address, asn, bgpId, timeSeconds, timeMicroseconds };
}

export function encodePeerHeader(writer: Writer, header: PeerHeader): void {
  if (header.distinguisher.length !== 8) throw new EncodeError('a peer distinguisher has 8 octets');
  const address = parseAddress(header.address);
  writer.u8(peerTypeNumber(header.type)).u8(header.flags).bytes(header.distinguisher);
  writer.zeros(16 - address.length).bytes(address);
  writer.u32(header.asn).bytes(parseAddress(header.bgpId)).u32(header.timeSeconds).u32(header.timeMicroseconds);
}

export function viewOf(type: PeerTypeName, flags: number): View {
  if (type === 'loc-rib') return 'loc-rib';
  const post = (flags & peerFlags.postPolicy) !== 0;
  if ((flags & peerFlags.adjRibOut) !== 0) return post ? 'adj-rib-out-post' : 'adj-rib-out-pre';
  return post ? 'adj-rib-in-post' : 'adj-rib-in-pre';
}

/** Flags of a header for the view and address, for AS_PATHs with 4-octet AS numbers. */
export function flagsOf(view: View, address: string): number {
  return viewFlags[view] | (view !== 'loc-rib' && address.includes(':') ? peerFlags.ipv6 : 0);
}

export function peerTypeName(type: number): PeerTypeName {
  return typeNames[type] ?? `type-${type}`;
}

function peerTypeNumber(name: PeerTypeName): number {
  const known = typeNames.indexOf(name);
  return known >= 0 ? known : Number(name.slice('type-'.length));
}

/** Some routers leave the V flag clear on IPv6 addresses: an address with its first 12 octets in use is IPv6 whatever the flag says. */
export function addressText(octets: Uint8Array, ipv6: boolean): string {
  if (ipv6 || octets.subarray(0, 12).some((octet) => octet !== 0)) return formatIpv6(octets);
  return formatIpv4(octets, 12);
}
