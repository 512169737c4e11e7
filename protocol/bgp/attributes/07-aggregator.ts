import { formatIpv4, parseIpv4 } from '../../net/address.ts';
import { writeAsn } from './as-path-segments.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import type { Aggregator } from './values.ts';

/** RFC 4271 §5.1.7, RFC 6793 §4.1: AS (2 or 4), address (4). The length tells the width, whatever the session says. */
export const aggregator = defineAttribute<'aggregator', Aggregator>({
  code: 7,
  name: 'aggregator',
  reference: 'RFC 4271',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  decode(reader) {
    const asn = reader.remaining === 6 ? reader.u16() : reader.u32();
    return { asn, address: formatIpv4(reader.take(4)) };
  },
  encode(writer, { asn, address }, context) {
    writeAsn(writer, asn, context.fourOctetAs ? 4 : 2);
    writer.bytes(parseIpv4(address));
  },
  toJson: ({ asn, address }) => ({ asn, address }),
});
