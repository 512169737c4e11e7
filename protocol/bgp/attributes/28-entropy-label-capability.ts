import { rest } from '../fields/octets.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/**
 * RFC 6790 §5.2: says all by being there; deprecated by RFC 7447. Its octets are kept, because Junos went on to use the code
 * with a value.
 */
export const entropyLabelCapability = defineAttribute<'entropyLabelCapability', Uint8Array>({
  code: 28,
  name: 'entropyLabelCapability',
  reference: 'RFC 6790, RFC 7447',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(rest),
});
