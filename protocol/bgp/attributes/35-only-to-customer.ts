import { u32 } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** RFC 9234 §5: the AS that gave the route to a customer, or to a peer or by a route server, first. */
export const onlyToCustomer = defineAttribute<'onlyToCustomer', number>({
  code: 35,
  name: 'onlyToCustomer',
  reference: 'RFC 9234',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(u32),
});
