import { defineCapability } from './capability.ts';

/** RFC 4760 §8: AFI (2), reserved (1), SAFI (1). */
export const multiprotocol = defineCapability({
  code: 1,
  name: 'multiprotocol',
  reference: 'RFC 4760',
  decode(reader) {
    const afi = reader.u16();
    reader.skip(1);
    return { afi, safi: reader.u8() };
  },
  encode(writer, { afi, safi }: { afi: number; safi: number }) {
    writer.u16(afi).u8(0).u8(safi);
  },
});
