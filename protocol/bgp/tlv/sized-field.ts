import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Field } from './field.ts';

/** Octets of a length, a count or a type. */
export type Width = 1 | 2;

/** A length, then as many octets of `field`; the length may count octets in front of them as well. */
export function sized<Value>(width: Width, field: Field<Value>, counted = 0): Field<Value> {
  return {
    decode(reader) {
      const content = readSized(reader, width, counted);
      const value = field.decode(content);
      content.expectEnd();
      return value;
    },
    encode: (writer, value) => writeSized(writer, width, counted, () => field.encode(writer, value)),
    toJson: field.toJson,
  };
}

export function readSized(reader: Reader, width: Width, counted: number): Reader {
  const length = readUnsigned(reader, width);
  if (length < counted) reader.fail(`length ${length}, less than ${counted}`);
  return reader.sub(length - counted);
}

export function writeSized(writer: Writer, width: Width, counted: number, write: () => void): void {
  const mark = writer.fork(width);
  write();
  writer.patch(mark, width, writer.length - mark - width + counted);
}

/** A count (1), then as many items. */
export function counted<Value>(item: Field<Value>): Field<Value[]> {
  return {
    decode: (reader) => Array.from({ length: reader.u8() }, () => item.decode(reader)),
    encode(writer, values) {
      writer.u8(values.length);
      for (const value of values) item.encode(writer, value);
    },
    toJson: (values) => values.flatMap((value) => item.toJson(value) ?? []),
  };
}

/** As many items as the format has. */
export function times<Value>(count: number, item: Field<Value>): Field<Value[]> {
  return {
    decode: (reader) => Array.from({ length: count }, () => item.decode(reader)),
    encode(writer, values) {
      if (values.length !== count) throw new EncodeError(`${values.length} values, not ${count}`);
      for (const value of values) item.encode(writer, value);
    },
    toJson: (values) => values.flatMap((value) => item.toJson(value) ?? []),
  };
}

/** One or more; RFC 7606 §4 has no attribute without content but where its document allows it. */
export function nonEmpty<Value>(field: Field<Value[]>, what: string): Field<Value[]> {
  return {
    ...field,
    decode(reader) {
      const values = field.decode(reader);
      return values.length > 0 ? values : reader.fail(`no ${what}`);
    },
    encode(writer, values) {
      if (values.length === 0) throw new EncodeError(`no ${what}`);
      field.encode(writer, values);
    },
  };
}

export const readUnsigned = (reader: Reader, width: Width): number => (width === 1 ? reader.u8() : reader.u16());
