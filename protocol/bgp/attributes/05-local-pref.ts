import { attributeFlags, defineAttribute } from './attribute.ts';

/** RFC 4271 §5.1.5. */
export const localPref = defineAttribute<'localPref', number>({
  code: 5,
  name: 'localPref',
  reference: 'RFC 4271',
  flags: attributeFlags.wellKnown,
  onError: 'withdraw',
  decode: (reader) => reader.u32(),
  encode(writer, value) {
    writer.u32(value);
  },
  toJson: (value) => value,
});
