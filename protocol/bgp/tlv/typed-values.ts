import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import type { JsonObject } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';
import type { Field } from '../fields/field.ts';
import { type TypeDefinition, TypeTable } from './type-table.ts';

/** Values of several types, told apart by a code that stands elsewhere: in the header of a TLV or a route, or in a field of its own. */
export interface TypedValues<Value> {
  /** Reads to the end; what is not in the table is kept as octets. */
  decode(code: number, reader: Reader): Value;
  codeOf(value: Value): number;
  encode(writer: Writer, value: Value): void;
  toJson(value: Value): JsonObject;
}

/** A type whose fields stand beside its name in values. */
export type FlatDefinition = TypeDefinition<string, object, JsonObject>;

export type FlatValueOf<Definition> =
  Definition extends TypeDefinition<infer Name, infer Fields> ? { type: Name } & Fields : never;

/** A value of a type that is not in the table, or one that is malformed and kept all the same. */
export interface UnknownTlv {
  type: 'unknown';
  code: number;
  value: Uint8Array;
}

/** What becomes of the octets of a type that is not in the table. */
export interface UnknownForm<Unknown> {
  of(code: number, octets: Uint8Array): Unknown;
  codeOf(value: Unknown): number;
  octetsOf(value: Unknown): Uint8Array;
  toJson(value: Unknown): JsonObject;
}

export const unknownTlv: UnknownForm<UnknownTlv> = {
  of: (code, value) => ({ type: 'unknown', code, value }),
  codeOf: ({ code }) => code,
  octetsOf: ({ value }) => value,
  toJson: ({ type, code, value }) => ({ type, code, hex: hexOf(value) }),
};

type AnyUnknown = { type: 'unknown' };
type AnyValue = { type: string };

export function typedValues<Definition extends FlatDefinition>(
  definitions: readonly Definition[],
): TypedValues<FlatValueOf<Definition> | UnknownTlv>;
export function typedValues<Definition extends FlatDefinition, Unknown extends AnyUnknown>(
  definitions: readonly Definition[],
  unknown: UnknownForm<Unknown>,
): TypedValues<FlatValueOf<Definition> | Unknown>;
export function typedValues(
  definitions: readonly FlatDefinition[],
  unknown: UnknownForm<AnyUnknown> = unknownTlv,
): TypedValues<AnyValue> {
  const table = new TypeTable(definitions);
  return {
    decode(code, reader) {
      const definition = table.get(code);
      if (definition === undefined) return unknown.of(code, reader.rest());
      return { type: definition.name, ...definition.field.decode(reader) };
    },
    codeOf: (value) => (isUnknown(value) ? unknown.codeOf(value) : table.named(value.type).code),
    encode(writer, value) {
      if (isUnknown(value)) writer.bytes(unknown.octetsOf(value));
      else table.named(value.type).field.encode(writer, value);
    },
    toJson(value) {
      if (isUnknown(value)) return unknown.toJson(value);
      return { type: value.type, ...table.named(value.type).field.toJson(value) };
    },
  };
}

const isUnknown = (value: AnyValue): value is AnyUnknown => value.type === 'unknown';

/** The code, then the value to the end. */
export const typed = <Value>(code: Field<number>, values: TypedValues<Value>): Field<Value, JsonObject> => ({
  decode: (reader) => values.decode(code.decode(reader), reader),
  encode(writer, value) {
    code.encode(writer, values.codeOf(value));
    values.encode(writer, value);
  },
  toJson: values.toJson,
});
