import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { type AnyField, type Field, u8, u16, type ValueOf } from './field.ts';

/** Values of one kind, to the end. */
export const list = <Value>(item: Field<Value>): Field<Value[]> => ({
  decode(reader) {
    const items: Value[] = [];
    while (reader.remaining > 0) items.push(item.decode(reader));
    return items;
  },
  encode(writer, items) {
    for (const value of items) item.encode(writer, value);
  },
  toJson: (items) => items.map((value) => item.toJson(value)),
});

export interface RecordField<Value> extends Field<Value> {
  toJson(value: Value): { [key: string]: Json };
}

type RecordOf<Fields> = { [Name in keyof Fields]: ValueOf<Fields[Name]> };

/** Fields one after the other. Those whose name begins with `reserved` are kept, but not shown. */
export function record<Fields extends Record<string, AnyField>>(fields: Fields): RecordField<RecordOf<Fields>> {
  const entries = Object.entries(fields);
  const shown = entries.filter(([name]) => !name.startsWith('reserved'));
  return {
    decode: (reader) =>
      Object.fromEntries(entries.map(([name, field]) => [name, field.decode(reader)])) as RecordOf<Fields>,
    encode(writer, value) {
      for (const [name, field] of entries) field.encode(writer, value[name]);
    },
    toJson: (value) => Object.fromEntries(shown.map(([name, field]) => [name, field.toJson(value[name])])),
  };
}

/** A code that is shown by name where it has one; `names` by code. */
export const named = (field: Field<number>, names: readonly (string | undefined)[]): Field<number> => ({
  ...field,
  toJson: (value) => names[value] ?? value,
});

/** Bits that are shown by name, the highest first; a bit without one by its place, `bit7`. */
export const flags8 = (...names: readonly string[]): Field<number> => ({
  ...u8,
  toJson: (value) => setBits(value, 8, names),
});
export const flags16 = (...names: readonly string[]): Field<number> => ({
  ...u16,
  toJson: (value) => setBits(value, 16, names),
});

function setBits(value: number, width: number, names: readonly string[]): string[] {
  const bits = Array.from({ length: width }, (_, bit) => bit).filter((bit) => (value >> (width - 1 - bit)) & 1);
  return bits.map((bit) => names[bit] ?? `bit${bit}`);
}

/** The same of a mask of any length. */
export const maskToJson = (mask: Uint8Array, names: readonly string[]): string[] =>
  [...mask].flatMap((octet, at) =>
    setBits(
      octet,
      8,
      Array.from({ length: 8 }, (_, bit) => names[at * 8 + bit] ?? `bit${at * 8 + bit}`),
    ),
  );

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
