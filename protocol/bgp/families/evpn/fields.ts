import { EncodeError, TextError } from '../../../errors.ts';
import { colonHex } from '../../../net/hex.ts';
import { mplsLabel } from '../../../net/mpls-label.ts';
import type { Field } from '../../fields/field.ts';
import { octets } from '../../fields/octets.ts';
import type { RouteField } from '../route-type.ts';

/** RFC 7432 §5, by the first octet of the identifier. */
const segmentTypes = ['arbitrary', 'lacp', 'bridge-protocol', 'mac', 'router-id', 'as'];

/** RFC 7432 §5: type (1), value (9). */
export const ethernetSegmentIdentifier: RouteField<Uint8Array> = {
  ...octets(10),
  texts: (value) => [colonHex(value)],
  toJson: (value) => ({ type: segmentTypes[value[0] ?? 0] ?? 'unknown', identifier: colonHex(value) }),
};

const macAddressBits = 48;

/** Length in bits (1), which is 48 (RFC 7432 §7.2), address (6). */
export const macAddress: RouteField<string> = {
  decode(reader) {
    const bits = reader.u8();
    return bits === macAddressBits ? colonHex(reader.take(6)) : reader.fail(`MAC address of ${bits} bits`);
  },
  encode(writer, value) {
    if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value)) throw new TextError(`no MAC address: ${value}`);
    writer.u8(macAddressBits).bytes(Uint8Array.from(value.split(':'), (part) => Number.parseInt(part, 16)));
  },
  texts: (value) => [String(macAddressBits), value],
  toJson: (value) => value,
};

export const labelLength = 3;

/**
 * Fields of 24 bits up to the end of the route, between one and `maximum`. What they mean is told by the encapsulation extended
 * community, not here: an MPLS label in the high 20 bits, or all of them a VNI (RFC 8365 §5.1.3). So the value keeps the 24 bits.
 */
export const labels = (maximum: number): Field<number[]> => ({
  decode(reader) {
    const fields: number[] = [];
    do fields.push(reader.u24());
    while (reader.remaining > 0 && fields.length < maximum);
    return fields;
  },
  encode(writer, value) {
    if (value.length < 1 || value.length > maximum) throw new EncodeError(`${value.length} labels of 1..${maximum}`);
    for (const field of value) writer.u24(field);
  },
  toJson: (value) => value.map((field) => ({ label: mplsLabel(field), vni: field })),
});
