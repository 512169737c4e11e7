import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { formatIpv4, formatIpv6, parseAddress, parseIpv4 } from '../../net/address.ts';
import { hexOf } from '../../net/hex.ts';

/** A part of a layout, of one octet or many. */
export interface Field<Value> {
  decode(reader: Reader): Value;
  encode(writer: Writer, value: Value): void;
  /** Undefined where there is nothing to show. */
  toJson(value: Value): Json | undefined;
}

export type ValueOf<F> = F extends Field<infer Value> ? Value : never;

type Fields = Readonly<Record<string, Field<unknown>>>;
type StructOf<F extends Fields> = { -readonly [Name in keyof F]: ValueOf<F[Name]> };

/** Fields one behind the other. */
export function struct<F extends Fields>(fields: F): Field<StructOf<F>>;
export function struct(fields: Fields): Field<Record<string, unknown>> {
  const entries = Object.entries(fields);
  return {
    decode: (reader) => Object.fromEntries(entries.map(([name, field]) => [name, field.decode(reader)])),
    encode(writer, value) {
      for (const [name, field] of entries) field.encode(writer, value[name]);
    },
    toJson(value) {
      const json: { [key: string]: Json } = {};
      for (const [name, field] of entries) {
        const shown = field.toJson(value[name]);
        if (shown !== undefined) json[name] = shown;
      }
      return json;
    },
  };
}

export interface ListField<Value> extends Field<Value[]> {
  toJson(values: readonly Value[]): Json[];
}

/** The same again and again, to the end of what holds it. */
export function list<Value>(item: Field<Value>): ListField<Value> {
  return {
    decode(reader) {
      const values: Value[] = [];
      while (reader.remaining > 0) values.push(item.decode(reader));
      return values;
    },
    encode(writer, values) {
      for (const value of values) item.encode(writer, value);
    },
    toJson: (values) => values.flatMap((value) => item.toJson(value) ?? []),
  };
}

/** Null where what holds it has ended. */
export function optional<Value>(field: Field<Value>): Field<Value | null> {
  return {
    decode: (reader) => (reader.remaining === 0 ? null : field.decode(reader)),
    encode(writer, value) {
      if (value !== null) field.encode(writer, value);
    },
    toJson: (value) => (value === null ? undefined : field.toJson(value)),
  };
}

/** Refuses the octets of other values. */
export function valid<Value>(field: Field<Value>, isValid: (value: Value) => boolean, what: string): Field<Value> {
  return {
    ...field,
    decode(reader) {
      const value = field.decode(reader);
      return isValid(value) ? value : reader.fail(`${what} ${JSON.stringify(value)}`);
    },
  };
}

const itself = <Value extends Json>(value: Value): Json => value;

const unsigned = (width: 'u8' | 'u16' | 'u24' | 'u32'): Field<number> => ({
  decode: (reader) => reader[width](),
  encode: (writer, value) => writer[width](value),
  toJson: itself,
});

export const u8 = unsigned('u8');
export const u16 = unsigned('u16');
export const u24 = unsigned('u24');
export const u32 = unsigned('u32');

/** Kept as received, and shown where a router has set it all the same. */
export function reserved(field: Field<number>): Field<number> {
  return { ...field, toJson: (value) => (value === 0 ? undefined : value) };
}

/** Shown by name where it has one. */
export function named(field: Field<number>, nameOf: (value: number) => string | undefined): Field<number> {
  return { ...field, toJson: (value) => nameOf(value) ?? value };
}

/** Shown as the names of those set, from the highest bit of the octet on; those without a name in hex. */
export function flags(...names: readonly string[]): Field<number> {
  const bits = Array.from({ length: 8 }, (_, at) => 0x80 >> at);
  const nameOf = (bit: number, at: number): string => names[at] ?? `0x${hexOf(Uint8Array.of(bit))}`;
  return { ...u8, toJson: (value) => bits.flatMap((bit, at) => ((value & bit) === 0 ? [] : nameOf(bit, at))) };
}

export const ipv4: Field<string> = {
  decode: (reader) => formatIpv4(reader.take(4)),
  encode: (writer, address) => writer.bytes(parseIpv4(address)),
  toJson: itself,
};

export const ipv6: Field<string> = {
  decode: (reader) => formatIpv6(reader.take(16)),
  encode(writer, address) {
    const octets = parseAddress(address);
    if (octets.length !== 16) throw new EncodeError(`no IPv6 address: ${address}`);
    writer.bytes(octets);
  },
  toJson: itself,
};

export function octets(length: number): Field<Uint8Array> {
  return {
    decode: (reader) => reader.take(length),
    encode(writer, value) {
      if (value.length !== length) throw new EncodeError(`${value.length} octets for a field of ${length}`);
      writer.bytes(value);
    },
    toJson: hexOf,
  };
}

export const macAddress: Field<Uint8Array> = {
  ...octets(6),
  toJson: (value) => hexOf(value).replace(/..(?=.)/g, '$&:'),
};

export const rest: Field<Uint8Array> = {
  decode: (reader) => reader.rest(),
  encode: (writer, value) => writer.bytes(value),
  toJson: hexOf,
};

const utf8 = new TextDecoder();

/** Text to the end, kept as octets for the sake of those that are no UTF-8. */
export const text: Field<Uint8Array> = { ...rest, toJson: (value) => utf8.decode(value) };
