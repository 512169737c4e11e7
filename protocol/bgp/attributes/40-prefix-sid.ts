import type { Reader } from '../../bytes/reader.ts';
import { DecodeError } from '../../errors.ts';
import type { Issue } from '../context.ts';
import { type PrefixSidTlv, prefixSidTlvs, srv6ServiceCodes } from '../prefix-sid/prefix-sid-tlvs.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';

/** RFC 8669 §3: TLVs. Malformed it is discarded (§6), unless by an SRv6 service: then its routes are withdrawn, RFC 9252 §7. */
export const prefixSid = defineAttribute<'prefixSid', PrefixSidTlv[]>({
  code: 40,
  name: 'prefixSid',
  reference: 'RFC 8669, RFC 9252',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  decode(reader, { issues }) {
    if (reader.remaining === 0) reader.fail('no TLVs');
    const tlvs: PrefixSidTlv[] = [];
    while (reader.remaining > 0) tlvs.push(decodeTlv(reader, issues));
    return tlvs;
  },
  encode: prefixSidTlvs.encode,
  toJson: prefixSidTlvs.toJson,
});

const services: readonly number[] = Object.values(srv6ServiceCodes);

function decodeTlv(reader: Reader, issues: Issue[]): PrefixSidTlv {
  const code = reader.peek();
  try {
    return prefixSidTlvs.decodeTlv(reader);
  } catch (error) {
    if (error instanceof DecodeError && services.includes(code))
      issues.push({ code: 40, reason: `SRv6 service: ${error.reason}`, outcome: 'withdraw', offset: error.offset });
    throw error;
  }
}
