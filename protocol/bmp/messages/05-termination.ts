import { Writer } from '../../bytes/writer.ts';
import { decodeInformationTlvs, encodeTlvs, type InformationTlv, terminationTypes } from '../tlv.ts';
import { defineMessage } from './message.ts';

/** RFC 7854 §4.5. */
export interface Termination {
  type: 'termination';
  tlvs: InformationTlv[];
  /** Of the TLVs, null where missing. Encoding looks at `tlvs` alone. */
  reason: number | null;
}

const textTypes = new Set<number>([terminationTypes.string]);

/** IANA "BMP Termination Message Reason Codes". */
const reasonTexts: readonly string[] = [
  'administratively closed',
  'unspecified',
  'out of resources',
  'redundant connection',
  'permanently administratively closed',
];

/** Information TLVs. */
export const termination = defineMessage<'termination', Termination>({
  code: 5,
  type: 'termination',
  decode: (reader) => terminationOf(decodeInformationTlvs(reader, textTypes)),
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

/** What a reason code says, for people. */
export function terminationReasonText(reason: number): string {
  return reasonTexts[reason] ?? `reason ${reason}`;
}
