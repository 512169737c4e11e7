import { formatCommunity } from '../../net/community.ts';
import { u32 } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';
import { items } from './items.ts';

/** RFC 1997. */
export const communities = defineAttribute<'communities', number[]>({
  code: 8,
  name: 'communities',
  reference: 'RFC 1997',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(items(4, { ...u32, toJson: formatCommunity })),
});
