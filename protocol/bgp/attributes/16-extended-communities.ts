import { formatExtendedCommunity } from '../../net/extended-community.ts';
import { octets } from '../fields/octets.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';
import { items } from './items.ts';

/** RFC 4360 §2: 8 octets each. */
export const extendedCommunities = defineAttribute<'extendedCommunities', Uint8Array[]>({
  code: 16,
  name: 'extendedCommunities',
  reference: 'RFC 4360',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(items(8, octets(8, formatExtendedCommunity))),
});
