import { formatCommunity } from '../../net/community.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { decodeItems } from './items.ts';

/** RFC 1997. */
export const communities = defineAttribute<'communities', number[]>({
  code: 8,
  name: 'communities',
  reference: 'RFC 1997',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  decode: (reader) => decodeItems(reader, 4, (item) => item.u32()),
  encode(writer, value) {
    for (const community of value) writer.u32(community);
  },
  toJson: (value) => value.map(formatCommunity),
});
