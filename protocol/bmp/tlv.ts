import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';

/** Information TLV of Initiation, Peer Up, Peer Down and Termination, RFC 7854 §4.4. */
export interface InformationTlv {
  type: number;
  value: Uint8Array;
  /** UTF-8 of the value without control characters; null for types that hold no text. */
  text: string | null;
}

/** TLV of another message. */
export interface RawTlv {
  type: number;
  /** Of the NLRI it speaks of, BMP version 4 Route Monitoring only (draft-ietf-grow-bmp-tlv §4.2); else null. */
  index: number | null;
  value: Uint8Array;
}

/** IANA "BMP Initiation and Peer Up Information TLVs". */
export const informationTypes = { string: 0, sysDescr: 1, sysName: 2, tableName: 3, adminLabel: 4 } as const;

/** IANA "BMP Termination Message TLVs". */
export const terminationTypes = { string: 0, reason: 1 } as const;

const utf8 = new TextDecoder();
const utf8Encoder = new TextEncoder();

/** Type (2), length (2), value; to the end of the reader. Types in `textTypes` get their text. */
export function decodeInformationTlvs(reader: Reader, textTypes: ReadonlySet<number>): InformationTlv[] {
  const tlvs: InformationTlv[] = [];
  while (reader.remaining > 0) {
    const type = reader.u16();
    const value = reader.take(reader.u16());
    tlvs.push({ type, value, text: textTypes.has(type) ? printable(value) : null });
  }
  return tlvs;
}

export function decodeRawTlvs(reader: Reader): RawTlv[] {
  const tlvs: RawTlv[] = [];
  while (reader.remaining > 0) tlvs.push({ type: reader.u16(), index: null, value: reader.take(reader.u16()) });
  return tlvs;
}

/** Type (2), length (2), index (2), value; the length counts the value alone. */
export function decodeIndexedTlvs(reader: Reader): RawTlv[] {
  const tlvs: RawTlv[] = [];
  while (reader.remaining > 0) {
    const type = reader.u16();
    const length = reader.u16();
    tlvs.push({ type, index: reader.u16(), value: reader.take(length) });
  }
  return tlvs;
}

export function encodeTlvs(writer: Writer, tlvs: readonly (InformationTlv | RawTlv)[]): void {
  for (const tlv of tlvs) {
    writer.u16(tlv.type).u16(tlv.value.length);
    if ('index' in tlv && tlv.index !== null) writer.u16(tlv.index);
    writer.bytes(tlv.value);
  }
}

export function textTlv(type: number, text: string): InformationTlv {
  return { type, value: utf8Encoder.encode(text), text };
}

/** Text of the first TLV of the type, or null. */
export function textOf(tlvs: readonly InformationTlv[], type: number): string | null {
  return tlvs.find((tlv) => tlv.type === type)?.text ?? null;
}

/** Malformed UTF-8 becomes U+FFFD; leading spaces stay, since IOS XR sends ` 7.10.1`. */
function printable(value: Uint8Array): string {
  return utf8.decode(value).replace(/\p{Cc}/gu, '');
}
