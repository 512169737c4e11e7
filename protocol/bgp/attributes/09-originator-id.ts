import { ipv4 } from '../fields/addresses.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** RFC 4456 §8. */
export const originatorId = defineAttribute<'originatorId', string>({
  code: 9,
  name: 'originatorId',
  reference: 'RFC 4456',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  ...fieldCodec(ipv4),
});
