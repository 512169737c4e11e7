import { formatIpv4, parseIpv4 } from '../../net/address.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';

/** RFC 4271 §5.1.3. */
export const nextHop = defineAttribute<'nextHop', string>({
  code: 3,
  name: 'nextHop',
  reference: 'RFC 4271',
  flags: attributeFlags.wellKnown,
  onError: 'withdraw',
  decode: (reader) => formatIpv4(reader.take(4)),
  encode(writer, value) {
    writer.bytes(parseIpv4(value));
  },
  toJson: (value) => value,
});
