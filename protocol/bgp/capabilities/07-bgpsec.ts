import { defineCapability } from './capability.ts';

export type Bgpsec = {
  version: number;
  /** The speaker sends, else it receives. */
  sends: boolean;
  afi: number;
};

/** RFC 8205 §2.1: version (4 bits), direction (1 bit), unassigned (3 bits), AFI (2). */
export const bgpsec = defineCapability({
  code: 7,
  name: 'bgpsec',
  reference: 'RFC 8205',
  decode(reader) {
    const head = reader.u8();
    return { version: head >> 4, sends: (head & 8) !== 0, afi: reader.u16() };
  },
  encode(writer, { version, sends, afi }: Bgpsec) {
    writer.u8((version << 4) | (sends ? 8 : 0)).u16(afi);
  },
});
