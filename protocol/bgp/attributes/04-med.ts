import { u32 } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** RFC 4271 §5.1.4. */
export const med = defineAttribute<'med', number>({
  code: 4,
  name: 'med',
  reference: 'RFC 4271',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  ...fieldCodec(u32),
});
