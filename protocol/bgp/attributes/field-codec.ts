import type { Field } from '../fields/field.ts';
import type { AttributeDefinition } from './attribute.ts';

type Codec<Value> = Pick<AttributeDefinition<string, Value>, 'decode' | 'encode' | 'toJson'>;

/** Of an attribute whose value is a field, or fields, and nothing else. */
export const fieldCodec = <Value>({ decode, encode, toJson }: Field<Value>): Codec<Value> => ({
  decode,
  encode,
  toJson: (value) => toJson(value) ?? null,
});
