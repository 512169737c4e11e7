import { Writer } from '../../bytes/writer.ts';
import { decodeInformationTlvs, encodeTlvs, type InformationTlv, terminationTypes } from '../tlv.ts';
import { terminationTlvs } from '../tlv-types.ts';
import { defineMessage } from './message.ts';

/** RFC 7854 §4.5. */
export interface Termination {
  type: 'termination';
  tlvs: InformationTlv[];
  /** Of the TLVs, null where missing. Encoding looks at `tlvs` alone. */
  reason: number | null;
}

/** Information TLVs. */
export const termination = defineMessage<'termination', Termination>({
  code: 5,
  type: 'termination',
  reference: 'RFC 7854',
  decode: (reader) => terminationOf(decodeInformationTlvs(reader, terminationTlvs)),
  encode: (writer, { tlvs }) => encodeTlvs(writer, tlvs),
});

export function terminationOf(tlvs: InformationTlv[]): Termination {
  const value = tlvs.find(({ type }) => type === terminationTypes.reason)?.value;
  const reason = value?.length === 2 ? new DataView(value.buffer, value.byteOffset, 2).getUint16(0) : null;
  return { type: 'termination', tlvs, reason };
}

export function reasonTlv(reason: number): InformationTlv {
  return { type: terminationTypes.reason, value: new Writer(2).u16(reason).finish(), text: null };
}
