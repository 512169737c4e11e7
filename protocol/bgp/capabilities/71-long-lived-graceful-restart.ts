import type { Reader } from '../../bytes/reader.ts';
import { defineCapability } from './capability.ts';

export type LongLivedStale = {
  afi: number;
  safi: number;
  /** Forwarding state flag F is 0x80. */
  flags: number;
  /** Seconds, 24 bits. */
  staleTime: number;
};

/** RFC 9494 §3: AFI (2), SAFI (1), flags (1), long-lived stale time (3), repeated. */
export const longLivedGracefulRestart = defineCapability({
  code: 71,
  name: 'long-lived-graceful-restart',
  reference: 'RFC 9494',
  decode(reader) {
    const families: LongLivedStale[] = [];
    while (reader.remaining > 0) families.push(decodeEntry(reader));
    return { families };
  },
  encode(writer, { families }: { families: LongLivedStale[] }) {
    for (const { afi, safi, flags, staleTime } of families) {
      writer
        .u16(afi)
        .u8(safi)
        .u8(flags)
        .u8(Math.floor(staleTime / 0x10000))
        .u16(staleTime & 0xffff);
    }
  },
});

const decodeEntry = (reader: Reader): LongLivedStale => ({
  afi: reader.u16(),
  safi: reader.u8(),
  flags: reader.u8(),
  staleTime: reader.u8() * 0x10000 + reader.u16(),
});
