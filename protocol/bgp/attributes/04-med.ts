import { attributeFlags, defineAttribute } from './attribute.ts';

/** RFC 4271 §5.1.4. */
export const med = defineAttribute<'med', number>({
  code: 4,
  name: 'med',
  reference: 'RFC 4271',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  decode: (reader) => reader.u32(),
  encode(writer, value) {
    writer.u32(value);
  },
  toJson: (value) => value,
});
