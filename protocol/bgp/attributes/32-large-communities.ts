import { formatLargeCommunity } from '../../net/community.ts';
import type { Field } from '../fields/field.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';
import { items } from './items.ts';
import type { LargeCommunity } from './values.ts';

const largeCommunity: Field<LargeCommunity> = {
  decode: (reader) => [reader.u32(), reader.u32(), reader.u32()],
  encode: (writer, [administrator, data1, data2]) => void writer.u32(administrator).u32(data1).u32(data2),
  toJson: formatLargeCommunity,
};

/** RFC 8092 §3: 12 octets each. */
export const largeCommunities = defineAttribute<'largeCommunities', LargeCommunity[]>({
  code: 32,
  name: 'largeCommunities',
  reference: 'RFC 8092',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(items(12, largeCommunity)),
});
