/** One captured packet. */
export interface Packet {
  /** LINKTYPE_ number of what `octets` begins with. */
  linkType: number;
  /** Nanoseconds since 1970; null where the capture does not say. */
  time: bigint | null;
  octets: Uint8Array;
}

/** Reads a capture file as it arrives. */
export interface PacketReader {
  push(chunk: Uint8Array): void;
  /** The next packet, or null until more is pushed; throws CaptureError. */
  next(): Packet | null;
  /** Did what was pushed end in the middle of something? */
  readonly isCutOff: boolean;
}

/** The file can't be read any further. */
export class CaptureError extends Error {}

/** As much as libpcap lets a packet have. */
export const maximumPacketLength = 262_144;

/** LINKTYPE_ values have 16 bits; above them lies whether frames end with a checksum. */
export const linkTypeMask = 0xffff;

/** RFC 3339, to the nanosecond only where it has one. */
export function timeText(time: bigint | null): string | null {
  const seconds = time === null ? Number.NaN : Number(time / 1_000_000_000n);
  if (time === null || seconds > lastSecond) return null;
  const fraction = String(time % 1_000_000_000n).padStart(9, '0');
  const date = new Date(seconds * 1000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  return `${date}.${fraction.replace(/000$/, '')}Z`;
}

/** Of the year 9999. */
const lastSecond = 253_402_300_799;
