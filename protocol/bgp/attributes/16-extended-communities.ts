import { formatExtendedCommunity } from '../../net/extended-community.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { decodeItems, encodeOctetItems } from './items.ts';

/** RFC 4360 §2: 8 octets each. */
export const extendedCommunities = defineAttribute<'extendedCommunities', Uint8Array[]>({
  code: 16,
  name: 'extendedCommunities',
  reference: 'RFC 4360',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  decode: (reader) => decodeItems(reader, 8, (item) => item.take(8)),
  encode: (writer, value) => encodeOctetItems(writer, 8, value),
  toJson: (value) => value.map(formatExtendedCommunity),
});
