import { type LinkStateTlv, linkStateTlvs } from '../link-state/attribute-tlvs.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';

/**
 * TLVs to the end, RFC 9552 §5.3. The attribute is discarded only where their frames do not fill it (§8.2.2): a value that is malformed
 * stays octets. As JSON a list, since types repeat and their order may matter: `{ type, name, value }`, or `hex` instead of `value`.
 */
export const linkState = defineAttribute<'linkState', LinkStateTlv[]>({
  code: 29,
  name: 'linkState',
  reference: 'RFC 9552',
  flags: attributeFlags.optional,
  onError: 'discard',
  ...linkStateTlvs,
});
