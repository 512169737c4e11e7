import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';

/** 1 receive, 2 send, 3 both; other values mean nothing (RFC 7911 §4). */
export type SendReceive = {
  afi: number;
  safi: number;
  sendReceive: number;
};

/** AFI (2), SAFI (1), send/receive (1). */
export const sendReceiveEntry = {
  decodeEntry: (reader: Reader): SendReceive => ({ afi: reader.u16(), safi: reader.u8(), sendReceive: reader.u8() }),
  encodeEntry: (writer: Writer, { afi, safi, sendReceive }: SendReceive) => writer.u16(afi).u8(safi).u8(sendReceive),
};
