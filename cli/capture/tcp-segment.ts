import { socketAddressOf } from '#model/socket-address.ts';
import type { IpPacket } from './internet.ts';
import { unsigned16, unsigned32 } from './octet-buffer.ts';

export interface TcpSegment {
  /** `192.0.2.1:1234>192.0.2.2:11019`. */
  connection: string;
  /** The same, the other way round. */
  opposite: string;
  /** Of the first octet of `payload`. */
  sequence: number;
  payload: Uint8Array;
  /** Begins the stream. */
  syn: boolean;
  /** Ends the stream behind `payload`. */
  fin: boolean;
  /** Ends both streams. */
  rst: boolean;
  /** Of the packet, nanoseconds since 1970. */
  time: bigint | null;
}

const flagBits = { fin: 0x01, syn: 0x02, rst: 0x04 } as const;

/** RFC 9293 §3.1; null where not even the header was captured. */
export function tcpSegmentOf({ source, destination, payload }: IpPacket, time: bigint | null): TcpSegment | null {
  const headerLength = ((payload[12] ?? 0) >> 4) * 4;
  if (headerLength < 20 || payload.length < headerLength) return null;
  const flags = payload[13] ?? 0;
  const syn = (flags & flagBits.syn) !== 0;
  const from = socketAddressOf(source, unsigned16(payload, 0));
  const to = socketAddressOf(destination, unsigned16(payload, 2));
  return {
    connection: `${from}>${to}`,
    opposite: `${to}>${from}`,
    sequence: (unsigned32(payload, 4) + Number(syn)) >>> 0,
    payload: payload.subarray(headerLength),
    syn,
    fin: (flags & flagBits.fin) !== 0,
    rst: (flags & flagBits.rst) !== 0,
    time,
  };
}
