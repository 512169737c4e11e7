import { u32 } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** RFC 4271 §5.1.5. */
export const localPref = defineAttribute<'localPref', number>({
  code: 5,
  name: 'localPref',
  reference: 'RFC 4271',
  flags: attributeFlags.wellKnown,
  onError: 'withdraw',
  ...fieldCodec(u32),
});
