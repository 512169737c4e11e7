import { decodeInformationTlvs, encodeTlvs, type InformationTlv, informationTypes, textOf } from '../tlv.ts';
import { initiationTlvs } from '../tlv-types.ts';
import { defineMessage } from './message.ts';

/** RFC 7854 §4.3. */
export interface Initiation {
  type: 'initiation';
  tlvs: InformationTlv[];
  /** Of the TLVs, null where missing. Encoding looks at `tlvs` alone. */
  sysName: string | null;
  sysDescr: string | null;
}

/** Information TLVs. */
export const initiation = defineMessage<'initiation', Initiation>({
  code: 4,
  type: 'initiation',
  reference: 'RFC 7854, RFC 9736',
  decode: (reader) => initiationOf(decodeInformationTlvs(reader, initiationTlvs)),
  encode: (writer, { tlvs }) => encodeTlvs(writer, tlvs),
});

export function initiationOf(tlvs: InformationTlv[]): Initiation {
  const sysName = textOf(tlvs, informationTypes.sysName);
  return { type: 'initiation', tlvs, sysName, sysDescr: textOf(tlvs, informationTypes.sysDescr) };
}
