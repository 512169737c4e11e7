import { formatIpv6ExtendedCommunity } from '../../net/ipv6-extended-community.ts';
import { octets } from '../fields/octets.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';
import { items } from './items.ts';

/** RFC 5701 §2: 20 octets each. */
export const ipv6ExtendedCommunities = defineAttribute<'ipv6ExtendedCommunities', Uint8Array[]>({
  code: 25,
  name: 'ipv6ExtendedCommunities',
  reference: 'RFC 5701',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(items(20, octets(20, formatIpv6ExtendedCommunity))),
});
