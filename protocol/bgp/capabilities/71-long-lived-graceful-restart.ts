import { familiesCapability } from './families-capability.ts';

/** RFC 9494 §3: AFI (2), SAFI (1), flags (1; F, forwarding state, is 0x80), long-lived stale time in seconds (3). */
export const longLivedGracefulRestart = familiesCapability({
  code: 71,
  name: 'long-lived-graceful-restart',
  reference: 'RFC 9494',
  decodeEntry: (reader) => ({ afi: reader.u16(), safi: reader.u8(), flags: reader.u8(), staleTime: reader.u24() }),
  encodeEntry: (writer, { afi, safi, flags, staleTime }) => writer.u16(afi).u8(safi).u8(flags).u24(staleTime),
});
