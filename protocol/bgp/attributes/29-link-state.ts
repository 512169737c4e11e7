import { noteOnce } from '../context.ts';
import { attributeTlvs, type LinkStateTlv, linkStateTlvs } from '../link-state/attribute-tlvs.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';

/**
 * TLVs to the end, RFC 9552 §5.3. The attribute is discarded only where their frames do not fill it: of a value that is malformed
 * the octets stay, with a note, although §8.2.2 would let a propagator discard all. As JSON a list, since types repeat.
 */
export const linkState = defineAttribute<'linkState', LinkStateTlv[]>({
  ...linkStateTlvs,
  code: 29,
  name: 'linkState',
  reference: 'RFC 9552',
  flags: attributeFlags.optional,
  onError: 'discard',
  decode(reader, { issues }) {
    const { offset } = reader;
    const value = linkStateTlvs.decode(reader);
    for (const tlv of value) {
      const name = 'octets' in tlv ? nameOf.get(tlv.type) : undefined;
      if (name !== undefined) noteOnce(issues, `linkState: ${name} is malformed`, offset, 29);
    }
    return value;
  },
});

const nameOf = new Map<number, string>(attributeTlvs.map(({ code, name }) => [code, name]));
