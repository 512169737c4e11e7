import { ipv4 } from '../fields/addresses.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** RFC 4271 §5.1.3. */
export const nextHop = defineAttribute<'nextHop', string>({
  code: 3,
  name: 'nextHop',
  reference: 'RFC 4271',
  flags: attributeFlags.wellKnown,
  onError: 'withdraw',
  ...fieldCodec(ipv4),
});
