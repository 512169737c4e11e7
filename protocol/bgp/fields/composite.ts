import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Json, JsonObject } from '../../json.ts';
import { type AnyField, checked, type Field, type ValueOf } from './field.ts';
import { u8, unsigned } from './numbers.ts';

type Fields = Readonly<Record<string, AnyField>>;
export type StructOf<F extends Fields> = { -readonly [Name in keyof F]: ValueOf<F[Name]> };

/** Fields one behind the other. */
export function struct<F extends Fields>(fields: F): Field<StructOf<F>, JsonObject>;
export function struct(fields: Fields): Field<Record<string, unknown>, JsonObject> {
  const entries = Object.entries(fields);
  return {
    decode: (reader) => Object.fromEntries(entries.map(([name, field]) => [name, field.decode(reader)])),
    encode(writer, value) {
      for (const [name, field] of entries) field.encode(writer, value[name]);
    },
    toJson(value) {
      const json: JsonObject = {};
      for (const [name, field] of entries) {
        const shown = field.toJson(value[name]);
        if (shown !== undefined) json[name] = shown;
      }
      return json;
    },
  };
}

/** Null where what holds it has ended. */
export const optional = <Value>(field: Field<Value>): Field<Value | null> => ({
  decode: (reader) => (reader.remaining === 0 ? null : field.decode(reader)),
  encode(writer, value) {
    if (value !== null) field.encode(writer, value);
  },
  toJson: (value) => (value === null ? undefined : field.toJson(value)),
});

/** One of several forms, all of which begin with the fields of `head`; those say which. */
export function formed<Head, Form extends AnyField>(
  head: Field<Head>,
  formOf: (head: Head) => Form | undefined,
): Field<ValueOf<Form>> {
  const formOfValue = (value: ValueOf<Form>): Form => {
    const form = formOf(value as Head);
    if (form === undefined) throw new EncodeError('no such form');
    return form;
  };
  return {
    decode(reader) {
      const form = formOf(head.decode(reader.fork())) ?? reader.fail('no such form');
      return form.decode(reader) as ValueOf<Form>;
    },
    encode: (writer, value) => formOfValue(value).encode(writer, value),
    toJson: (value) => formOfValue(value).toJson(value),
  };
}

export type ListField<Value> = Field<Value[], Json[]>;

/** The same again and again, to the end of what holds it. */
export const list = <Value>(item: Field<Value>): ListField<Value> => ({
  decode(reader) {
    const values: Value[] = [];
    while (reader.remaining > 0) values.push(item.decode(reader));
    return values;
  },
  encode(writer, values) {
    for (const value of values) item.encode(writer, value);
  },
  toJson: (values) => values.map((value) => item.toJson(value) ?? null),
});

const decodeMany = <Value>(reader: Reader, count: number, item: Field<Value>): Value[] =>
  Array.from({ length: count }, () => item.decode(reader));

/** A count (1), then as many items. */
export const counted = <Value>(item: Field<Value>): ListField<Value> => ({
  ...list(item),
  decode: (reader) => decodeMany(reader, u8.decode(reader), item),
  encode(writer, values) {
    u8.encode(writer, values.length);
    list(item).encode(writer, values);
  },
});

/** As many items as the format has. */
export const times = <Value>(count: number, item: Field<Value>): ListField<Value> =>
  checked<Value[], Json[]>({ ...list(item), decode: (reader) => decodeMany(reader, count, item) }, ({ length }) =>
    length === count ? null : `${length} values, not ${count}`,
  );

/** One or more; RFC 7606 §4 has no attribute without content but where its document allows it. */
export const nonEmpty = <Value, Shown extends Json | undefined>(
  values: Field<Value[], Shown>,
  what: string,
): Field<Value[], Shown> => checked(values, ({ length }) => (length > 0 ? null : `no ${what}`));

/** Octets of a length. */
export type LengthWidth = 1 | 2;

/** A length, then as many octets of `field`; the length may count `counted` octets in front of them as well. */
export const sized = <Value, Shown extends Json | undefined>(
  width: LengthWidth,
  field: Field<Value, Shown>,
  counted = 0,
): Field<Value, Shown> => ({
  ...field,
  decode(reader) {
    const content = readSized(reader, width, counted);
    const value = field.decode(content);
    content.expectEnd();
    return value;
  },
  encode: (writer, value) => writeSized(writer, width, counted, () => field.encode(writer, value)),
});

export function readSized(reader: Reader, width: LengthWidth, counted: number): Reader {
  const length = unsigned[width].decode(reader);
  if (length < counted) reader.fail(`length ${length}, less than ${counted}`);
  return reader.sub(length - counted);
}

export function writeSized(writer: Writer, width: LengthWidth, counted: number, write: () => void): void {
  const mark = writer.fork(width);
  write();
  writer.patch(mark, width, writer.length - mark - width + counted);
}
