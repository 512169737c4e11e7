import { unsigned16 } from './octet-buffer.ts';

export interface IpPacket {
  source: Uint8Array;
  destination: Uint8Array;
  /** All or part of a TCP segment. */
  payload: Uint8Array;
  isFragment: boolean;
}

const tcp = 6;

/** The TCP segment of an IP packet, as far as it was captured; null where there is another thing. */
export function tcpPacketOf(octets: Uint8Array): IpPacket | null {
  const version = (octets[0] ?? 0) >> 4;
  if (version === 4) return ipv4PacketOf(octets);
  return version === 6 ? ipv6PacketOf(octets) : null;
}

/** RFC 791 §3.1. A total length of 0 is that of a segment which the network card was left to cut up. */
function ipv4PacketOf(octets: Uint8Array): IpPacket | null {
  const headerLength = ((octets[0] ?? 0) & 15) * 4;
  const end = unsigned16(octets, 2) || octets.length;
  if (octets[9] !== tcp || headerLength < 20 || end < headerLength) return null;
  return {
    source: octets.subarray(12, 16),
    destination: octets.subarray(16, 20),
    payload: octets.subarray(headerLength, end),
    isFragment: (unsigned16(octets, 6) & 0x3fff) !== 0,
  };
}

const fragmentHeader = 44;

/** Octets of an extension header (RFC 8200 §4, RFC 4302 §2.2) by its number; the second octet says how long it is. */
const extensionLengths: Readonly<Record<number, (length: number) => number>> = {
  0: inEights,
  43: inEights,
  [fragmentHeader]: () => 8,
  51: (length) => (length + 2) * 4,
  60: inEights,
  135: inEights,
  139: inEights,
  140: inEights,
};

function inEights(length: number): number {
  return (length + 1) * 8;
}

const ipv6HeaderLength = 40;

/** RFC 8200 §3. A payload length of 0 is as with IPv4. */
function ipv6PacketOf(octets: Uint8Array): IpPacket | null {
  const payloadLength = unsigned16(octets, 4);
  const end = payloadLength === 0 ? octets.length : ipv6HeaderLength + payloadLength;
  let isFragment = false;
  let next = octets[6];
  let at = ipv6HeaderLength;
  for (; next !== tcp; ) {
    const lengthOf = extensionLengths[next ?? -1];
    if (lengthOf === undefined || at >= octets.length) return null;
    // Offset and the flag "more"; without both it is a whole packet (RFC 6946).
    if (next === fragmentHeader) isFragment ||= (unsigned16(octets, at + 2) & 0xfff9) !== 0;
    next = octets[at];
    at += lengthOf(octets[at + 1] ?? 0);
  }
  return {
    source: octets.subarray(8, 24),
    destination: octets.subarray(24, 40),
    payload: octets.subarray(at, end),
    isFragment,
  };
}
