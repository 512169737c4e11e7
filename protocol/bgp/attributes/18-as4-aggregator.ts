import { formatIpv4, parseIpv4 } from '../../net/address.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import type { Aggregator } from './values.ts';

/** RFC 6793 §3: AS (4), address (4), beside an AGGREGATOR with a two-octet AS. */
export const as4Aggregator = defineAttribute<'as4Aggregator', Aggregator>({
  code: 18,
  name: 'as4Aggregator',
  reference: 'RFC 6793',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  decode: (reader) => ({ asn: reader.u32(), address: formatIpv4(reader.take(4)) }),
  encode(writer, { asn, address }) {
    writer.u32(asn).bytes(parseIpv4(address));
  },
  toJson: ({ asn, address }) => ({ asn, address }),
});
