import { hexOf } from '../../net/hex.ts';
import { list } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';
import { type Frame, framed } from '../tlv/framed.ts';
import { type TypeDefinition, TypeTable } from '../tlv/type-table.ts';
import type { TypedValues } from '../tlv/typed-values.ts';

/** A TLV that the table does not have, or whose value does not have the form the table gives it. */
export interface RawTlv {
  type: number;
  octets: Uint8Array;
}

/** What a table of these definitions reads. */
export type TlvOf<Definition> =
  Definition extends TypeDefinition<infer Name, infer Value> ? { name: Name; value: Value } : never;

export type AnyTlv = TypeDefinition<string, unknown>;

interface NamedTlv {
  name: string;
  value: unknown;
}

/** As JSON: `{ type, name, value }`, or `{ type, name, hex }` where there are only octets; the name of an unknown type is null. */
function namedValues(definitions: readonly AnyTlv[]): TypedValues<NamedTlv | RawTlv> {
  const table = new TypeTable(definitions);
  return {
    decode(type, reader) {
      const definition = table.get(type);
      if (definition === undefined) return { type, octets: reader.rest() };
      return { name: definition.name, value: definition.field.decode(reader) };
    },
    codeOf: (tlv) => ('octets' in tlv ? tlv.type : table.named(tlv.name).code),
    encode(writer, tlv) {
      if ('octets' in tlv) writer.bytes(tlv.octets);
      else table.named(tlv.name).field.encode(writer, tlv.value);
    },
    toJson(tlv) {
      if ('octets' in tlv) return { type: tlv.type, name: table.get(tlv.type)?.name ?? null, hex: hexOf(tlv.octets) };
      const { code, name, field } = table.named(tlv.name);
      return { type: code, name, value: field.toJson(tlv.value) ?? null };
    },
  };
}

const frame: Frame = { typeWidth: 2, lengthWidth: 2 };

/** Type (2), length (2), value; RFC 9552 §5.1. A TLV whose value is malformed stays octets, and what stands around it is read all the same. */
export function oneTlv<Definition extends AnyTlv>(
  definitions: readonly Definition[],
): Field<TlvOf<Definition> | RawTlv>;
export function oneTlv(definitions: readonly AnyTlv[]): Field<NamedTlv | RawTlv> {
  return framed(namedValues(definitions), frame, (type, _error, octets) => ({ type, octets: octets() }));
}

/** TLVs to the end, in the order and as often as they come. */
export const tlvs = <Definition extends AnyTlv>(definitions: readonly Definition[]) => list(oneTlv(definitions));
