import type { PbfWriter } from 'pbf';
import type { Tlv } from '../record.ts';
import { embedded, type Field, fieldsOf, number, octets, writeNumber, writeOctets } from './wire.ts';

const tlvFields = fieldsOf<Tlv>({
  1: number((tlv, value) => {
    tlv.type = value;
  }),
  2: octets((tlv, value) => {
    tlv.value = value;
  }),
});

function writeTlv({ type, value }: Tlv, pbf: PbfWriter): void {
  writeNumber(pbf, 1, type);
  writeOctets(pbf, 2, value);
}

export function writeTlvs(pbf: PbfWriter, field: number, tlvs: readonly Tlv[]): void {
  for (const tlv of tlvs) pbf.writeMessage(field, writeTlv, tlv);
}

/** Appends to the list that `of` gives. */
export const tlvsField = <Message>(of: (message: Message) => Tlv[]): Field<Message> =>
  embedded(
    tlvFields,
    () => ({ type: 0, value: new Uint8Array() }),
    (message, tlv) => of(message).push(tlv),
  );
