import { formatLargeCommunity } from '../../net/community.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { decodeItems } from './items.ts';
import type { LargeCommunity } from './values.ts';

/** RFC 8092 §3: 12 octets each. */
export const largeCommunities = defineAttribute<'largeCommunities', LargeCommunity[]>({
  code: 32,
  name: 'largeCommunities',
  reference: 'RFC 8092',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  decode: (reader) => decodeItems(reader, 12, (item) => [item.u32(), item.u32(), item.u32()]),
  encode(writer, value) {
    for (const [administrator, data1, data2] of value) writer.u32(administrator).u32(data1).u32(data2);
  },
  toJson: (value) => value.map(formatLargeCommunity),
});
