import { formatIpv6ExtendedCommunity } from '../../net/ipv6-extended-community.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { decodeItems, encodeOctetItems } from './items.ts';

/** RFC 5701 §2: 20 octets each. */
export const ipv6ExtendedCommunities = defineAttribute<'ipv6ExtendedCommunities', Uint8Array[]>({
  code: 25,
  name: 'ipv6ExtendedCommunities',
  reference: 'RFC 5701',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  decode: (reader) => decodeItems(reader, 20, (item) => item.take(20)),
  encode: (writer, value) => encodeOctetItems(writer, 20, value),
  toJson: (value) => value.map(formatIpv6ExtendedCommunity),
});
