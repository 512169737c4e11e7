import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { DecodeError } from '../errors.ts';
import { categoryMask, extendedLengthFlag } from './attributes/attribute.ts';
import {
  type AnyAttribute,
  attributeOf,
  attributesNamed,
  encodeAttributeValue,
  type FoldedAttributes,
  foldedCodes,
  type PathAttributes,
} from './attributes/index.ts';
import type { RawAttribute } from './attributes/values.ts';
import type { BgpContext, DecodeContext } from './context.ts';

/** How an attribute was written: what its value does not tell. */
export interface AttributeForm {
  code: number;
  /** Partial and Extended Length among them. */
  flags: number;
}

export interface DecodedAttributes {
  attributes: PathAttributes;
  folded: FoldedAttributes;
  /** Of each attribute in the order received, repeated ones left out. */
  forms: AttributeForm[];
  /** How many there were on the wire, a cut-off one included. */
  count: number;
}

/** Flags (1), type code (1), length (1 or 2), value, repeated; RFC 4271 §4.3. Errors become issues, RFC 7606 §2 and §3. */
export function decodePathAttributes(reader: Reader, context: DecodeContext): DecodedAttributes {
  const decoded: DecodedAttributes = { attributes: { unknown: [] }, folded: {}, forms: [], count: 0 };
  while (reader.remaining > 0) {
    decoded.count++;
    const attribute = decodeFrame(reader, context);
    if (attribute === null) break;
    const { code, flags } = attribute;
    if (decoded.forms.some((form) => form.code === code)) {
      refuseRepeated(attribute, context);
      continue;
    }
    decoded.forms.push({ code, flags });
    accept(decoded, attribute, context);
  }
  return decoded;
}

/** Those that `forms` has in its order and with its flags; the others behind them in ascending order of code, as RFC 4271 §5 recommends. */
export function encodePathAttributes(
  writer: Writer,
  attributes: PathAttributes,
  folded: FoldedAttributes,
  forms: readonly AttributeForm[],
  context: BgpContext,
): void {
  const raws = [...attributes.unknown, ...rawAttributesOf(attributes, context), ...rawAttributesOf(folded, context)];
  const places = new Map(forms.map(({ code, flags }, place) => [code, { place, flags }]));
  const placeOf = ({ code }: RawAttribute): number => places.get(code)?.place ?? forms.length + code;
  for (const raw of raws.sort((a, b) => placeOf(a) - placeOf(b)))
    encodeFrame(writer, { ...raw, flags: places.get(raw.code)?.flags ?? raw.flags });
}

interface AttributeFrame {
  flags: number;
  code: number;
  offset: number;
  value: Reader;
}

/** Null where the field ends inside an attribute: nothing behind it can be found, RFC 7606 §4. */
function decodeFrame(reader: Reader, { issues }: DecodeContext): AttributeFrame | null {
  const { offset } = reader;
  try {
    const flags = reader.u8();
    const code = reader.u8();
    const length = (flags & extendedLengthFlag) !== 0 ? reader.u16() : reader.u8();
    return { flags, code, offset, value: reader.sub(length) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    issues.push({ code: null, reason: `path attributes cut off: ${error.reason}`, outcome: 'withdraw', offset });
    return null;
  }
}

/** One that nobody knows is kept, even where it says that it is well-known (RFC 4271 §6.3): the router has taken it. */
function accept(decoded: DecodedAttributes, frame: AttributeFrame, context: DecodeContext): void {
  const entry = attributeOf(frame.code);
  if (entry === undefined) {
    decoded.attributes.unknown.push({ code: frame.code, flags: frame.flags, value: frame.value.rest() });
    return;
  }
  const target: Record<string, unknown> = foldedCodes.has(frame.code) ? decoded.folded : decoded.attributes;
  const value = decodeValue(entry, frame, context);
  if (value !== undefined) target[entry.name] = value;
}

function decodeValue(entry: AnyAttribute, { flags, value, offset }: AttributeFrame, context: DecodeContext): unknown {
  const conflict = (flags & categoryMask) !== entry.flags;
  const outcome = conflict && entry.onError !== 'reset' ? (entry.onFlagsConflict ?? 'withdraw') : entry.onError;
  try {
    if (conflict) throw new DecodeError(`flags 0x${flags.toString(16)}`, offset);
    const decoded = entry.decode(value, context);
    value.expectEnd();
    return decoded;
  } catch (error) {
    if (!(error instanceof DecodeError) || outcome === 'reset') throw error;
    const reason = `${entry.name}: ${error.reason}`;
    context.issues.push({ code: entry.code, reason, outcome, offset: error.offset });
    return undefined;
  }
}

/** RFC 7606 §3 (g): only the first of a kind counts, and routes given twice leave the message without meaning. Said once of each kind. */
function refuseRepeated({ code, offset }: AttributeFrame, { issues }: DecodeContext): void {
  const reason = `attribute ${code} a second time`;
  if (attributeOf(code)?.onError === 'reset') throw new DecodeError(reason, offset);
  if (issues.some((issue) => issue.reason === reason)) return;
  issues.push({ code, reason, outcome: 'discard', offset });
}

function rawAttributesOf(values: Readonly<Record<string, unknown>>, context: BgpContext): RawAttribute[] {
  return attributesNamed(Object.keys(values)).map((entry) => encodeAttributeValue(entry, values[entry.name], context));
}

function encodeFrame(writer: Writer, { flags, code, value }: RawAttribute): void {
  const extended = value.length > 0xff || (flags & extendedLengthFlag) !== 0;
  writer.u8(extended ? flags | extendedLengthFlag : flags).u8(code);
  if (extended) writer.u16(value.length);
  else writer.u8(value.length);
  writer.bytes(value);
}
