import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { formatIpv4, formatIpv6, parseAddress, parseIpv4 } from '../../net/address.ts';
import { hexOf } from '../../net/hex.ts';

/** How one field of a TLV is read, written and shown; link-state formats are put together of these. */
export interface Field<Value> {
  decode(reader: Reader): Value;
  encode(writer: Writer, value: Value): void;
  toJson(value: Value): Json;
}

export type AnyField = Field<unknown>;
export type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** A field whose value is its own JSON. */
const plain = <Value extends Json>(
  decode: (reader: Reader) => Value,
  encode: (writer: Writer, value: Value) => void,
): Field<Value> => ({ decode, encode, toJson: (value) => value });

export const u8 = plain<number>(
  (reader) => reader.u8(),
  (writer, value) => void writer.u8(value),
);
export const u16 = plain<number>(
  (reader) => reader.u16(),
  (writer, value) => void writer.u16(value),
);
export const u24 = plain<number>(
  (reader) => reader.u24(),
  (writer, value) => void writer.u24(value),
);
export const u32 = plain<number>(
  (reader) => reader.u32(),
  (writer, value) => void writer.u32(value),
);
export const u64: Field<bigint> = {
  decode: (reader) => reader.u64(),
  encode: (writer, value) => void writer.u64(value),
  toJson: String,
};

/** IEEE 754, 4 octets. What is no finite number has no JSON and is refused. */
export const float32 = plain<number>(
  (reader) => {
    const octets = reader.take(4);
    const value = new DataView(octets.buffer, octets.byteOffset).getFloat32(0);
    return Number.isFinite(value) ? value : reader.fail(`${value} is no quantity`);
  },
  (writer, value) => {
    if (!Number.isFinite(Math.fround(value))) throw new EncodeError(`${value} does not fit 32 bits`);
    const octets = new Uint8Array(4);
    new DataView(octets.buffer).setFloat32(0, value);
    writer.bytes(octets);
  },
);

export const ipv4 = plain<string>(
  (reader) => formatIpv4(reader.take(4)),
  (writer, value) => void writer.bytes(parseIpv4(value)),
);
export const ipv6 = plain<string>(
  (reader) => formatIpv6(reader.take(16)),
  (writer, value) => void writer.bytes(ofLength(16, parseAddress(value))),
);

/** 4 or 16 octets, to the end. */
export const ipAddress = plain<string>(
  (reader) => (reader.remaining === 4 ? ipv4 : ipv6).decode(reader),
  (writer, value) => void writer.bytes(parseAddress(value)),
);

/** To the end. */
export const octets: Field<Uint8Array> = {
  decode: (reader) => reader.rest(),
  encode: (writer, value) => void writer.bytes(value),
  toJson: hexOf,
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/** UTF-8 to the end. */
export const text = plain<string>(
  (reader) => {
    const octets = reader.rest();
    try {
      return utf8.decode(octets);
    } catch {
      return reader.fail('text is no UTF-8');
    }
  },
  (writer, value) => void writer.bytes(utf8Encoder.encode(value)),
);

/** A number whose sender chose how many octets it takes. */
export interface SizedNumber {
  value: number;
  /** Octets. */
  width: number;
}

const integers = [u8, u16, u24, u32];

/** `minimum` to `maximum` octets, to the end. */
export const sizedNumber = (minimum: number, maximum: number): Field<SizedNumber> => ({
  decode(reader) {
    const width = reader.remaining;
    const integer = width < minimum || width > maximum ? undefined : integers[width - 1];
    return { value: integer?.decode(reader) ?? reader.fail(`a number of ${width} octets`), width };
  },
  encode(writer, { value, width }) {
    const integer = integers[width - 1];
    if (integer === undefined) throw new EncodeError(`no number has ${width} octets`);
    integer.encode(writer, value);
  },
  toJson: ({ value }) => value,
});

function ofLength(length: number, value: Uint8Array): Uint8Array {
  if (value.length !== length) throw new EncodeError(`${length} octets wanted, ${value.length} given`);
  return value;
}
