import type { Json } from '../../json.ts';
import type { Field } from '../tlv/field.ts';
import type { AttributeDefinition } from './attribute.ts';

type Codec<Value> = Pick<AttributeDefinition<string, Value>, 'decode' | 'encode' | 'toJson'>;

/** Of an attribute whose value is a field, or fields, and nothing else. */
export function fieldCodec<Value>(field: Field<Value>): Codec<Value> {
  return {
    decode: (reader) => field.decode(reader),
    encode: (writer, value) => field.encode(writer, value),
    toJson: (value): Json => field.toJson(value) ?? null,
  };
}
