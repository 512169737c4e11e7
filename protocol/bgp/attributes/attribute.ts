import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import type { Json } from '../../json.ts';
import type { BgpContext, DecodeContext } from '../context.ts';

/** The upper two flag bits, RFC 4271 §4.3; Partial and Extended Length are free. */
export const attributeFlags = {
  wellKnown: 0x40,
  optional: 0x80,
  optionalTransitive: 0xc0,
} as const;

export const categoryMask = 0xc0;
export const extendedLengthFlag = 0x10;

/** All about one path attribute. */
export interface AttributeDefinition<Name extends string, Value> {
  readonly code: number;
  readonly name: Name;
  /** The document that defines it, for the support table. */
  readonly reference: string;
  readonly flags: (typeof attributeFlags)[keyof typeof attributeFlags];
  /**
   * What becomes of the UPDATE when the attribute is malformed, RFC 7606 §7: the attribute is dropped, its routes are
   * taken for withdrawn, or (where routes themselves would be lost) the message cannot be decoded.
   */
  readonly onError: 'discard' | 'withdraw' | 'reset';
  /** Where its own document says so, what becomes of one whose flags are not `flags`; else RFC 7606 §3 (c): withdraw. */
  readonly onFlagsConflict?: 'discard';
  /** Reads the value, all of it; throws DecodeError. */
  decode(reader: Reader, context: DecodeContext): Value;
  encode(writer: Writer, value: Value, context: BgpContext): void;
  /** As the API shows it. */
  toJson(value: Value): Json;
}

export function defineAttribute<const Name extends string, Value>(
  definition: AttributeDefinition<Name, Value>,
): AttributeDefinition<Name, Value> {
  return Object.freeze(definition);
}
