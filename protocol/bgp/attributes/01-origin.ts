import { attributeFlags, defineAttribute } from './attribute.ts';

const origins = ['igp', 'egp', 'incomplete'] as const;

export type Origin = (typeof origins)[number];

/** RFC 4271 §5.1.1. */
export const origin = defineAttribute<'origin', Origin>({
  code: 1,
  name: 'origin',
  reference: 'RFC 4271',
  flags: attributeFlags.wellKnown,
  onError: 'withdraw',
  decode(reader) {
    const value = reader.u8();
    return origins[value] ?? reader.fail(`ORIGIN ${value}`);
  },
  encode(writer, value) {
    writer.u8(origins.indexOf(value));
  },
  toJson: (value) => value,
});
