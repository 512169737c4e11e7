import { type ListField, list } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';

/** Items of `size` octets up to the end; any other length, and none at all, is an error. */
export function items<Value>(size: number, item: Field<Value>): ListField<Value> {
  const all = list(item);
  return {
    ...all,
    decode(reader) {
      const { remaining } = reader;
      if (remaining === 0 || remaining % size !== 0) reader.fail(`length ${remaining} is no multiple of ${size}`);
      return all.decode(reader);
    },
  };
}
