import type { JsonObject } from '../../json.ts';
import type { Field } from '../fields/field.ts';
import { measureBits } from './prefix-family.ts';
import { defineStructuredFamily, type StructuredFamily, type StructuredFamilyDefinition } from './structured-family.ts';

interface FixedLengthFamily<Value>
  extends Omit<StructuredFamilyDefinition<Value>, 'measure' | 'decode' | 'encode' | 'key' | 'toJson'> {
  /** Of the fields together. */
  bits: number;
  fields: Field<Value, JsonObject>;
}

/** A family whose NLRI are length in bits (1), which is always the same, and fields that all identify the route. */
export const defineFixedLengthFamily = <Value>({
  bits,
  fields,
  ...definition
}: FixedLengthFamily<Value>): StructuredFamily<Value> =>
  defineStructuredFamily<Value>({
    ...definition,
    measure: (field, at) => measureBits(field, at, 0, 0xff),
    decode(reader) {
      const length = reader.u8();
      return length === bits ? fields.decode(reader) : reader.fail(`length ${length}`);
    },
    encode: (writer, value) => fields.encode(writer.u8(bits), value),
    key: fields.encode,
    toJson: fields.toJson,
  });
