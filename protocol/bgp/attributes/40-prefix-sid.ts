import { nonEmpty } from '../fields/composite.ts';
import { type PrefixSidTlv, prefixSidTlvs, srv6ServiceCodes } from '../prefix-sid/prefix-sid-tlvs.ts';
import type { Recovery } from '../tlv/framed.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** RFC 8669 §3: TLVs. Malformed it is discarded (§6), unless by an SRv6 service: then its routes are withdrawn, RFC 9252 §7. */
export const prefixSid = defineAttribute<'prefixSid', PrefixSidTlv[]>({
  code: 40,
  name: 'prefixSid',
  reference: 'RFC 8669, RFC 9252',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(prefixSidTlvs()),
  decode(reader, { issues }) {
    const refuse: Recovery<never> = (code, error) => {
      const reason = `SRv6 service: ${error.reason}`;
      if (services.includes(code)) issues.push({ code: 40, reason, outcome: 'withdraw', offset: error.offset });
      throw error;
    };
    return nonEmpty(prefixSidTlvs(refuse), 'TLVs').decode(reader);
  },
});

const services: readonly number[] = Object.values(srv6ServiceCodes);
