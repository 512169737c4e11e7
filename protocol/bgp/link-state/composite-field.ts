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

const flags =
  (field: Field<number>, width: number) =>
  (...names: readonly string[]): Field<number> => ({
    ...field,
    toJson: (value) => bitNames(width, names, (bit) => value >> (width - 1 - bit)),
  });

/** Bits that are shown by name, the highest first; one without a name by its place, `bit7`. */
export const flags8 = flags(u8, 8);
export const flags16 = flags(u16, 16);

/** The same of a mask of any length. */
export const maskToJson = (mask: Uint8Array, names: readonly string[]): string[] =>
  bitNames(mask.length * 8, names, (bit) => (mask[bit >> 3] ?? 0) >> (7 - (bit & 7)));

/** `shifted` has a bit in the lowest place. */
function bitNames(count: number, names: readonly string[], shifted: (bit: number) => number): string[] {
  const bits = Array.from({ length: count }, (_, bit) => bit).filter((bit) => shifted(bit) & 1);
  return bits.map((bit) => names[bit] ?? `bit${bit}`);
}

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
