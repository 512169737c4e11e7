import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';
import type { Field } from './field.ts';

/** All about one type of value: its code, its name in values and JSON, and what it holds. */
export interface TlvDefinition<Type extends string, Fields extends object> {
  readonly code: number;
  readonly type: Type;
  readonly fields: Field<Fields>;
}

export function tlv<const Type extends string, Fields extends object>(
  code: number,
  type: Type,
  fields: Field<Fields>,
): TlvDefinition<Type, Fields> {
  return Object.freeze({ code, type, fields });
}

/** A value of a type that is not in the table, or one that is malformed and kept all the same. */
export interface UnknownTlv {
  type: 'unknown';
  code: number;
  value: Uint8Array;
}

export type TlvOf<Definition> =
  Definition extends TlvDefinition<infer Type, infer Fields> ? { type: Type } & Fields : never;

/** Values of several types, told apart by a code that stands elsewhere: in a TLV's header, or in a field of its own. */
export interface TypedValues<Value> {
  /** Reads to the end; what is not in the table is kept as octets. */
  decode(code: number, reader: Reader): Value;
  codeOf(value: Value): number;
  encode(writer: Writer, value: Value): void;
  toJson(value: Value): Json;
}

export type AnyDefinition = TlvDefinition<string, object>;
type AnyValue = { type: string };

export function typedValues<Definition extends AnyDefinition>(
  table: readonly Definition[],
): TypedValues<TlvOf<Definition> | UnknownTlv>;
export function typedValues(table: readonly AnyDefinition[]): TypedValues<AnyValue> {
  const byCode = new Map(table.map((definition) => [definition.code, definition]));
  const byType = new Map(table.map((definition) => [definition.type, definition]));
  const definitionOf = ({ type }: AnyValue): AnyDefinition => {
    const definition = byType.get(type);
    if (definition === undefined) throw new EncodeError(`no value ${type} here`);
    return definition;
  };
  return {
    decode(code, reader) {
      const definition = byCode.get(code);
      if (definition === undefined) return unknownTlv(code, reader);
      const fields = definition.fields.decode(reader);
      reader.expectEnd();
      return { type: definition.type, ...fields };
    },
    codeOf: (value) => (isUnknown(value) ? value.code : definitionOf(value).code),
    encode(writer, value) {
      if (isUnknown(value)) writer.bytes(value.value);
      else definitionOf(value).fields.encode(writer, value);
    },
    toJson(value) {
      if (isUnknown(value)) return { type: value.type, code: value.code, hex: hexOf(value.value) };
      const fields = definitionOf(value).fields.toJson(value);
      return { type: value.type, ...(typeof fields === 'object' ? fields : {}) };
    },
  };
}

/** The code, then the value to the end. */
export function typed<Value>(code: Field<number>, values: TypedValues<Value>): Field<Value> {
  return {
    decode: (reader) => values.decode(code.decode(reader), reader),
    encode(writer, value) {
      code.encode(writer, values.codeOf(value));
      values.encode(writer, value);
    },
    toJson: values.toJson,
  };
}

export const unknownTlv = (code: number, reader: Reader): UnknownTlv => ({
  type: 'unknown',
  code,
  value: reader.rest(),
});

const isUnknown = (value: AnyValue): value is UnknownTlv => value.type === 'unknown';
