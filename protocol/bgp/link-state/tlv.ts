import { Reader } from '../../bytes/reader.ts';
import { DecodeError, EncodeError } from '../../errors.ts';
import { hexOf } from '../../net/hex.ts';
import { list } from './composite-field.ts';
import type { Field } from './field.ts';

/** One entry of a table of TLVs. Numbers: IANA "BGP-LS NLRI and Attribute TLVs". */
export interface TlvDefinition<Name extends string, Value> {
  readonly type: number;
  readonly name: Name;
  /** The document that defines it. */
  readonly reference: string;
  readonly field: Field<Value>;
}

export type AnyTlv = TlvDefinition<string, unknown>;

/** A TLV that the table does not have, or whose value does not have the form the table gives it. */
export interface RawTlv {
  type: number;
  octets: Uint8Array;
}

/** What a table of these entries reads. */
export type TlvOf<Entry> = Entry extends TlvDefinition<infer Name, infer Value> ? { name: Name; value: Value } : never;

export const defineTlv = <const Name extends string, Value>(
  type: number,
  name: Name,
  field: Field<Value>,
  reference: string,
): TlvDefinition<Name, Value> => Object.freeze({ type, name, field, reference });

/**
 * Type (2), length (2), value; RFC 9552 §5.1. A TLV whose value is malformed stays octets, and what stands around it is read all the same.
 * As JSON: `{ type, name, value }`, or `{ type, name, hex }` where there are only octets; the name of an unknown type is null.
 */
export function tlv<Entry extends AnyTlv>(entries: readonly Entry[]): Field<TlvOf<Entry> | RawTlv> {
  const byType = new Map<number, AnyTlv>(entries.map((entry) => [entry.type, entry]));
  const byName = new Map<string, AnyTlv>(entries.map((entry) => [entry.name, entry]));
  const entryNamed = (name: string): AnyTlv => {
    const entry = byName.get(name);
    if (entry === undefined) throw new EncodeError(`no TLV ${name} here`);
    return entry;
  };
  const field: Field<NamedTlv | RawTlv> = {
    decode(reader) {
      const type = reader.u16();
      const length = reader.u16();
      const { offset } = reader;
      const value = reader.take(length);
      return named(byType.get(type), value, offset) ?? { type, octets: value };
    },
    encode(writer, value) {
      if ('octets' in value) writer.u16(value.type).u16(value.octets.length).bytes(value.octets);
      else {
        const { type, field } = entryNamed(value.name);
        const length = writer.u16(type).fork(2);
        field.encode(writer, value.value);
        writer.join(length, 2);
      }
    },
    toJson(value) {
      if ('octets' in value)
        return { type: value.type, name: byType.get(value.type)?.name ?? null, hex: hexOf(value.octets) };
      const { type, name, field } = entryNamed(value.name);
      return { type, name, value: field.toJson(value.value) };
    },
  };
  // What the entries read, by name, is what TlvOf says
  return field as Field<TlvOf<Entry> | RawTlv>;
}

/** TLVs to the end, in the order and as often as they come. */
export const tlvs = <Entry extends AnyTlv>(entries: readonly Entry[]): Field<(TlvOf<Entry> | RawTlv)[]> =>
  list(tlv(entries));

interface NamedTlv {
  name: string;
  value: unknown;
}

function named(entry: AnyTlv | undefined, octets: Uint8Array, offset: number): NamedTlv | null {
  if (entry === undefined) return null;
  try {
    const reader = Reader.over(octets, offset);
    const value = entry.field.decode(reader);
    reader.expectEnd();
    return { name: entry.name, value };
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
