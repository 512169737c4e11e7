import { formatIpv4, parseIpv4 } from '../../net/address.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { decodeItems } from './items.ts';

/** RFC 4456 §8. */
export const clusterList = defineAttribute<'clusterList', string[]>({
  code: 10,
  name: 'clusterList',
  reference: 'RFC 4456',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  decode: (reader) => decodeItems(reader, 4, (item) => formatIpv4(item.take(4))),
  encode(writer, value) {
    for (const cluster of value) writer.bytes(parseIpv4(cluster));
  },
  toJson: (value) => value,
});
