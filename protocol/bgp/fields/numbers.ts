import { EncodeError } from '../../errors.ts';
import { checked, type Field } from './field.ts';

const toJson = (value: number): number => value;

type Integer = Field<number, number>;

export const u8: Integer = {
  decode: (reader) => reader.u8(),
  encode: (writer, value) => void writer.u8(value),
  toJson,
};
export const u16: Integer = {
  decode: (reader) => reader.u16(),
  encode: (writer, value) => void writer.u16(value),
  toJson,
};
export const u24: Integer = {
  decode: (reader) => reader.u24(),
  encode: (writer, value) => void writer.u24(value),
  toJson,
};
export const u32: Integer = {
  decode: (reader) => reader.u32(),
  encode: (writer, value) => void writer.u32(value),
  toJson,
};

/** By octets. */
export const unsigned = { 1: u8, 2: u16, 3: u24, 4: u32 } as const;

export const u64: Field<bigint, string> = {
  decode: (reader) => reader.u64(),
  encode: (writer, value) => void writer.u64(value),
  toJson: String,
};

const viewOf = ({ buffer, byteOffset }: Uint8Array): DataView => new DataView(buffer, byteOffset);

const anyFloat32: Field<number, number> = {
  decode: (reader) => viewOf(reader.take(4)).getFloat32(0),
  encode(writer, value) {
    const octets = new Uint8Array(4);
    viewOf(octets).setFloat32(0, value);
    writer.bytes(octets);
  },
  toJson: (value) => value,
};

/** IEEE 754, 4 octets. What is no finite number has no JSON and is refused. */
export const float32 = checked(anyFloat32, (value) =>
  Number.isFinite(Math.fround(value)) ? null : `${value} is no quantity`,
);

/** A number whose sender chose how many octets it takes. */
export interface SizedNumber {
  value: number;
  /** Octets. */
  width: number;
}

const byWidth: { readonly [width: number]: Field<number> | undefined } = unsigned;

/** `minimum` to `maximum` octets, to the end. */
export const sizedNumber = (minimum: number, maximum: number): Field<SizedNumber> => ({
  decode(reader) {
    const width = reader.remaining;
    const number = width < minimum || width > maximum ? undefined : byWidth[width];
    return { value: number?.decode(reader) ?? reader.fail(`a number of ${width} octets`), width };
  },
  encode(writer, { value, width }) {
    const number = byWidth[width];
    if (number === undefined) throw new EncodeError(`no number has ${width} octets`);
    number.encode(writer, value);
  },
  toJson: ({ value }) => value,
});

/** Kept as received, and shown where a router has set it all the same. */
export const reserved = (field: Field<number>): Field<number> => ({ ...field, toJson: (value) => value || undefined });

/** Kept as received, and not shown. */
export const unshown = (field: Field<number>): Field<number> => ({ ...field, toJson: () => undefined });

/** Shown by name where it has one; a list will do for `names` where they begin at 0. */
export const named = (
  field: Field<number>,
  names: { readonly [code: number]: string | undefined },
): Field<number, number | string> => ({ ...field, toJson: (value) => names[value] ?? value });

type Nameless = (bit: number) => string;

const byPlace: Nameless = (bit) => `bit${bit}`;
const byMask: Nameless = (bit) => `0x${(0x80 >> bit).toString(16).padStart(2, '0')}`;

const flagsOf =
  (field: Field<number>, width: number, nameless: Nameless) =>
  (...names: readonly string[]): Field<number, string[]> => ({
    ...field,
    toJson: (value) => namesOf(width, (bit) => value >> (width - 1 - bit), names, nameless),
  });

/** An octet, shown as the names of the bits that are set, the highest first; one without a name as `0x01`. */
export const flags = flagsOf(u8, 8, byMask);

/** The same, where one without a name is `bit7`. */
export const flags8 = flagsOf(u8, 8, byPlace);
export const flags16 = flagsOf(u16, 16, byPlace);

/** And of a mask of any length. */
export const maskToJson = (mask: Uint8Array, names: readonly string[]): string[] =>
  namesOf(mask.length * 8, (bit) => (mask[bit >> 3] ?? 0) >> (7 - (bit & 7)), names, byPlace);

/** `shifted` has a bit in the lowest place. */
function namesOf(
  count: number,
  shifted: (bit: number) => number,
  names: readonly string[],
  nameless: Nameless,
): string[] {
  const bits = Array.from({ length: count }, (_, bit) => bit).filter((bit) => shifted(bit) & 1);
  return bits.map((bit) => names[bit] ?? nameless(bit));
}
