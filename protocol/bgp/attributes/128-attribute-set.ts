import { Reader } from '../../bytes/reader.ts';
import { DecodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';
import { plainContext } from '../context.ts';
import { list, struct } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';
import { u32 } from '../fields/numbers.ts';
import { type AttributeDefinition, attributeFlags, defineAttribute, extendedLengthFlag } from './attribute.ts';
import type { RawAttribute } from './values.ts';

export interface CustomerAttributes {
  originAsn: number;
  /** Each with its flags as they were. */
  attributes: RawAttribute[];
}

type Nested = AttributeDefinition<string, unknown>;

const code = 128;

/**
 * RFC 6368 §5: AS of the customer (4), then the attributes of the customer's own BGP, with AS numbers of four octets. They are
 * kept as octets. `attributeOf` finds the table's entry for each of them, and this is one of the table's entries itself.
 */
export function defineAttributeSet(attributeOf: (code: number) => Nested | undefined) {
  const set = struct({ originAsn: u32, attributes: list(nestedAttribute) });
  return defineAttribute<'attributeSet', CustomerAttributes>({
    code,
    name: 'attributeSet',
    reference: 'RFC 6368',
    flags: attributeFlags.optionalTransitive,
    onError: 'withdraw',
    decode(reader) {
      const value = set.decode(reader);
      for (const attribute of value.attributes) check(attribute, attributeOf(attribute.code), reader);
      return value;
    },
    encode: (writer, value) => set.encode(writer, value),
    toJson: ({ originAsn, attributes }) => ({ originAsn, attributes: nestedToJson(attributes, attributeOf) }),
  });
}

/** Flags (1), type code (1), length (1 or 2), value. */
const nestedAttribute: Field<RawAttribute> = {
  decode(reader) {
    const [flags, code] = [reader.u8(), reader.u8()];
    const extended = (flags & extendedLengthFlag) !== 0;
    return { code, flags, value: reader.take(extended ? reader.u16() : reader.u8()) };
  },
  encode(writer, { code, flags, value }) {
    const width = (flags & extendedLengthFlag) === 0 ? 1 : 2;
    const length = writer.u8(flags).u8(code).fork(width);
    writer.bytes(value).join(length, width);
  },
  toJson: () => undefined,
};

/** What would withdraw the customer's routes makes the set malformed (RFC 7606 §7.16); routes have no place in it. */
function check(attribute: RawAttribute, entry: Nested | undefined, { offset }: Reader): void {
  if (entry?.onError === 'reset') throw new DecodeError(`${entry.name} in the set`, offset);
  if (entry?.onError === 'withdraw' && !isSet(attribute)) decodeNested(attribute, entry, offset);
}

/** A set within a set is not looked into: they may be as many, one in the other, as a message has octets for. */
const isSet = (attribute: RawAttribute): boolean => attribute.code === code;

function decodeNested({ value }: RawAttribute, entry: Nested, offset: number): unknown {
  const reader = Reader.over(value);
  try {
    const decoded = entry.decode(reader, { session: plainContext, issues: [] });
    reader.expectEnd();
    return decoded;
  } catch (error) {
    throw error instanceof DecodeError ? new DecodeError(`${entry.name}: ${error.reason}`, offset) : error;
  }
}

/** As the attributes of a route are shown; what cannot be read, or is a set itself, as octets. */
function nestedToJson(attributes: readonly RawAttribute[], attributeOf: (code: number) => Nested | undefined): Json {
  const json: { [key: string]: Json } = {};
  const unknown: Json[] = [];
  for (const attribute of attributes) {
    const entry = isSet(attribute) ? undefined : attributeOf(attribute.code);
    const shown = entry === undefined ? null : jsonOf(attribute, entry);
    if (entry !== undefined && shown !== null) json[entry.name] = shown;
    else unknown.push({ code: attribute.code, flags: attribute.flags, hex: hexOf(attribute.value) });
  }
  return unknown.length > 0 ? { ...json, unknown } : json;
}

function jsonOf(attribute: RawAttribute, entry: Nested): Json {
  try {
    return entry.toJson(decodeNested(attribute, entry, 0));
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
