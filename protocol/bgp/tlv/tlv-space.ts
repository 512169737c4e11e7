import type { Reader } from '../../bytes/reader.ts';
import { type Field, type ListField, list } from './field.ts';
import { readSized, readUnsigned, type Width, writeSized } from './sized-field.ts';
import { type AnyDefinition, type TlvOf, typedValues, type UnknownTlv, unknownTlv } from './typed-values.ts';

export { type TlvDefinition, type TlvOf, tlv, type UnknownTlv } from './typed-values.ts';

/** The TLVs up to the end of what holds them, in the order in which they came. */
export interface TlvSpace<Tlv> extends ListField<Tlv> {
  /** Reads one. Where its value is malformed, it throws DecodeError and leaves the reader behind it. */
  decodeTlv(reader: Reader): Tlv;
  /** Reads one as octets, whatever its type. */
  decodeUnknown(reader: Reader): UnknownTlv;
  /** What is read; the rest is kept as octets. */
  readonly table: readonly AnyDefinition[];
}

type AnyTlv = { type: string };
type LengthWidth = (code: number) => Width;

export interface TlvHeader {
  /** Octets of the type. */
  typeWidth?: Width;
  /** Octets of the header that the length counts besides the value. */
  counted?: number;
}

/** One registry of TLVs: type (1 or 2), length (`lengthWidth`), value. What is not in the table is kept as octets. */
export function tlvSpace<Definition extends AnyDefinition>(
  table: readonly Definition[],
  lengthWidth: LengthWidth,
  header?: TlvHeader,
): TlvSpace<TlvOf<Definition> | UnknownTlv>;
export function tlvSpace(
  table: readonly AnyDefinition[],
  lengthWidth: LengthWidth,
  { typeWidth = 1, counted = 0 }: TlvHeader = {},
): TlvSpace<AnyTlv> {
  const values = typedValues<AnyDefinition>(table);
  const frameOf = (reader: Reader): TlvFrame => {
    const code = readUnsigned(reader, typeWidth);
    return { code, value: readSized(reader, lengthWidth(code), counted) };
  };
  const tlvs: Field<AnyTlv> = {
    decode(reader) {
      const { code, value } = frameOf(reader);
      return values.decode(code, value);
    },
    encode(writer, value) {
      const code = values.codeOf(value);
      writer.patch(writer.fork(typeWidth), typeWidth, code);
      writeSized(writer, lengthWidth(code), counted, () => values.encode(writer, value));
    },
    toJson: values.toJson,
  };
  return {
    ...list(tlvs),
    table,
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
