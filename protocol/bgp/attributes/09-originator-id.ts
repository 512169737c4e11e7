import { formatIpv4, parseIpv4 } from '../../net/address.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';

/** RFC 4456 §8. */
export const originatorId = defineAttribute<'originatorId', string>({
  code: 9,
  name: 'originatorId',
  reference: 'RFC 4456',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  decode: (reader) => formatIpv4(reader.take(4)),
  encode(writer, value) {
    writer.bytes(parseIpv4(value));
  },
  toJson: (value) => value,
});
