import type { Reader } from '../../bytes/reader.ts';
import { defineCapability } from './capability.ts';

export type GracefulRestart = {
  /** R is 0x8, N is 0x4 (RFC 8538). */
  restartFlags: number;
  /** Seconds. */
  restartTime: number;
  /** Forwarding state flag F is 0x80. */
  families: { afi: number; safi: number; flags: number }[];
};

/** RFC 4724 §3: flags (4 bits), restart time (12 bits), then AFI (2), SAFI (1), flags (1), repeated. */
export const gracefulRestart = defineCapability({
  code: 64,
  name: 'graceful-restart',
  reference: 'RFC 8538',
  decode(reader) {
    const head = reader.u16();
    const families: GracefulRestart['families'] = [];
    while (reader.remaining > 0) families.push(decodeEntry(reader));
    return { restartFlags: head >> 12, restartTime: head & 0xfff, families };
  },
  encode(writer, { restartFlags, restartTime, families }: GracefulRestart) {
    writer.u16((restartFlags << 12) | restartTime);
    for (const { afi, safi, flags } of families) writer.u16(afi).u8(safi).u8(flags);
  },
});

const decodeEntry = (reader: Reader) => ({ afi: reader.u16(), safi: reader.u8(), flags: reader.u8() });
