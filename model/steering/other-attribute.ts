import type { AttributeDefinition } from '#protocol/bgp/attributes/attribute.ts';
import { plainContext } from '#protocol/bgp/context.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { DecodeError } from '#protocol/errors.ts';
import type { AttributeSet } from '../record.ts';

/** Value of an attribute that an attribute set keeps as octets; null where it is absent or malformed. */
export function otherAttribute<Value>(
  { other }: Pick<AttributeSet, 'other'>,
  definition: AttributeDefinition<string, Value>,
): Value | null {
  const raw = other.find(({ code }) => code === definition.code);
  if (raw === undefined) return null;
  try {
    const reader = Reader.over(raw.value);
    const value = definition.decode(reader, { session: plainContext, issues: [] });
    reader.expectEnd();
    return value;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
