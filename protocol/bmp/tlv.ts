import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import type { JsonObject } from '../json.ts';

/** Information TLV of Initiation, Peer Up, Peer Down and Termination, RFC 7854 §4.4. */
export interface InformationTlv {
  /** As in RawTlv. */
  type: number;
  value: Uint8Array;
  /** UTF-8 of the value without control characters; null for types that hold no text. */
  text: string | null;
}

/** TLV of another message. */
export interface RawTlv {
  /** 16 bits, the enterprise bit among them. */
  type: number;
  /** Of the NLRI it speaks of, BMP version 4 Route Monitoring only (draft-ietf-grow-bmp-tlv §4.2); else null. */
  index: number | null;
  value: Uint8Array;
}

/** What a TLV type of a message means. */
export interface TlvType {
  name: string;
  /** The value is UTF-8. */
  isText: boolean;
  /** The fields of the value, all of it; throws DecodeError. Null where the octets are all there is to say. */
  describe: ((value: Reader) => JsonObject) | null;
}

/** The TLV types of one message; each message has a registry of its own. */
export type TlvTypes = (tlv: Pick<RawTlv, 'type' | 'value'>) => TlvType | undefined;

/** IANA "BMP Initiation Information TLVs" and "BMP Peer Up Message TLVs", which were one registry before RFC 9736. */
export const informationTypes = { string: 0, sysDescr: 1, sysName: 2, tableName: 3, adminLabel: 4 } as const;

/** IANA "BMP Termination Message TLVs". */
export const terminationTypes = { string: 0, reason: 1 } as const;

/** IANA "BMP Route Mirroring TLVs". */
export const mirroringTypes = { bgpMessage: 0, information: 1 } as const;

const utf8 = new TextDecoder();
const utf8Encoder = new TextEncoder();

/** Type (2), length (2), value; to the end of the reader. */
export function decodeInformationTlvs(reader: Reader, types: TlvTypes): InformationTlv[] {
  return decodeRawTlvs(reader).map(({ type, value }) => {
    return { type, value, text: types({ type, value })?.isText ? printable(value) : null };
  });
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

const enterpriseBit = 0x8000;
/** RFC 7854 §10: from here on types were for experiments, and the last is reserved; IOS XR counts a statistic 65531. */
const firstExperimental = 65531;

export interface EnterpriseValue {
  /** IANA Private Enterprise Number. */
  enterprise: number;
  /** 15 bits, of the enterprise's own numbering. */
  type: number;
  value: Uint8Array;
}

/** Enterprise number (4) and value of a TLV with the enterprise bit (draft-ietf-grow-bmp-tlv §4.2), in version 3 too (Huawei); null for any other TLV. */
export function enterpriseValueOf({ type, value }: Pick<RawTlv, 'type' | 'value'>): EnterpriseValue | null {
  if (type < enterpriseBit || type >= firstExperimental || value.length < 4) return null;
  const enterprise = new DataView(value.buffer, value.byteOffset, 4).getUint32(0);
  return { enterprise, type: type - enterpriseBit, value: value.subarray(4) };
}

/** Malformed UTF-8 becomes U+FFFD; leading spaces stay, since IOS XR sends ` 7.10.1`. */
export function printable(value: Uint8Array): string {
  return utf8.decode(value).replace(/\p{Cc}/gu, '');
}
