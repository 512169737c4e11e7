import type { Reader } from '../../bytes/reader.ts';
import { EncodeError } from '../../errors.ts';
import { hexOf } from '../../net/hex.ts';
import { type Field, type ListField, list, rest, struct } from './field.ts';

/** All about one type of TLV: its code, its name in values and JSON, and what its value holds. */
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

/** A TLV of a type that is not in the table, or one that is malformed and kept all the same. */
export interface UnknownTlv {
  type: 'unknown';
  code: number;
  value: Uint8Array;
}

export type TlvOf<Definition> =
  Definition extends TlvDefinition<infer Type, infer Fields> ? { type: Type } & Fields : never;

/** The TLVs up to the end of what holds them, in the order in which they came. */
export interface TlvSpace<Tlv> extends ListField<Tlv> {
  /** Reads one. Where its value is malformed, it throws DecodeError and leaves the reader behind it. */
  decodeTlv(reader: Reader): Tlv;
  /** Reads one as octets, whatever its type. */
  decodeUnknown(reader: Reader): UnknownTlv;
}

type AnyDefinition = TlvDefinition<string, object>;
type AnyTlv = { type: string };
type LengthWidth = (code: number) => 1 | 2;

/** One registry of TLVs: type (1), length (`lengthWidth`), value. What is not in the table is kept as octets. */
export function tlvSpace<Definition extends AnyDefinition>(
  table: readonly Definition[],
  lengthWidth: LengthWidth,
): TlvSpace<TlvOf<Definition> | UnknownTlv>;
export function tlvSpace(table: readonly AnyDefinition[], lengthWidth: LengthWidth): TlvSpace<AnyTlv> {
  const byCode = new Map(table.map((definition) => [definition.code, definition]));
  const byType = new Map(table.map((definition) => [definition.type, definition]));
  const definitionOf = ({ type }: AnyTlv): AnyDefinition => {
    const definition = byType.get(type);
    if (definition === undefined) throw new EncodeError(`no place for a TLV ${type}`);
    return definition;
  };
  const frameOf = (reader: Reader): TlvFrame => {
    const code = reader.u8();
    return { code, value: reader.sub(lengthWidth(code) === 1 ? reader.u8() : reader.u16()) };
  };

  const tlvs: Field<AnyTlv> = {
    decode(reader) {
      const { code, value } = frameOf(reader);
      const definition = byCode.get(code);
      if (definition === undefined) return unknownTlv(code, value);
      const fields = definition.fields.decode(value);
      value.expectEnd();
      return { type: definition.type, ...fields };
    },
    encode(writer, value) {
      const { code, fields } = isUnknown(value) ? { code: value.code, fields: octetsOfUnknown } : definitionOf(value);
      const width = lengthWidth(code);
      const length = writer.u8(code).fork(width);
      fields.encode(writer, value);
      writer.join(length, width);
    },
    toJson(value) {
      if (isUnknown(value)) return { type: value.type, code: value.code, hex: hexOf(value.value) };
      const fields = definitionOf(value).fields.toJson(value);
      return { type: value.type, ...(typeof fields === 'object' ? fields : {}) };
    },
  };

  return {
    ...list(tlvs),
    decodeTlv: tlvs.decode,
    decodeUnknown(reader) {
      const { code, value } = frameOf(reader);
      return unknownTlv(code, value);
    },
  };
}

interface TlvFrame {
  code: number;
  value: Reader;
}

const unknownTlv = (code: number, value: Reader): UnknownTlv => ({ type: 'unknown', code, value: value.rest() });

const isUnknown = (value: AnyTlv): value is UnknownTlv => value.type === 'unknown';

const octetsOfUnknown: Field<object> = struct({ value: rest });
