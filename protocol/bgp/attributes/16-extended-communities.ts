import { EncodeError } from '../../errors.ts';
import { formatExtendedCommunity } from '../../net/community.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { decodeItems } from './items.ts';

/** RFC 4360 §2: 8 octets each. */
export const extendedCommunities = defineAttribute<'extendedCommunities', Uint8Array[]>({
  code: 16,
  name: 'extendedCommunities',
  reference: 'RFC 4360',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  decode: (reader) => decodeItems(reader, 8, (item) => item.take(8)),
  encode(writer, value) {
    if (value.some((community) => community.length !== 8)) throw new EncodeError('an extended community has 8 octets');
    for (const community of value) writer.bytes(community);
  },
  toJson: (value) => value.map(formatExtendedCommunity),
});
