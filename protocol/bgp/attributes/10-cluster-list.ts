import { ipv4 } from '../fields/addresses.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';
import { items } from './items.ts';

/** RFC 4456 §8. */
export const clusterList = defineAttribute<'clusterList', string[]>({
  code: 10,
  name: 'clusterList',
  reference: 'RFC 4456',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  ...fieldCodec(items(4, ipv4)),
});
