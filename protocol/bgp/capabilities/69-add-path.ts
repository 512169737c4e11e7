import type { Reader } from '../../bytes/reader.ts';
import { defineCapability } from './capability.ts';

export type AddPathFamily = {
  afi: number;
  safi: number;
  /** 1 receive, 2 send, 3 both; other values mean nothing (RFC 7911 §4). */
  sendReceive: number;
};

/** RFC 7911 §4: AFI (2), SAFI (1), send/receive (1), repeated. */
export const addPath = defineCapability({
  code: 69,
  name: 'add-path',
  reference: 'RFC 7911',
  decode(reader) {
    const families: AddPathFamily[] = [];
    while (reader.remaining > 0) families.push(decodeEntry(reader));
    return { families };
  },
  encode(writer, { families }: { families: AddPathFamily[] }) {
    for (const { afi, safi, sendReceive } of families) writer.u16(afi).u8(safi).u8(sendReceive);
  },
});

const decodeEntry = (reader: Reader): AddPathFamily => ({
  afi: reader.u16(),
  safi: reader.u8(),
  sendReceive: reader.u8(),
});
