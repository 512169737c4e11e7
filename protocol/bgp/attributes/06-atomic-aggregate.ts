import { attributeFlags, defineAttribute } from './attribute.ts';

/** RFC 4271 §5.1.6: says all by being there. */
export const atomicAggregate = defineAttribute<'atomicAggregate', true>({
  code: 6,
  name: 'atomicAggregate',
  reference: 'RFC 4271',
  flags: attributeFlags.wellKnown,
  onError: 'discard',
  decode: () => true,
  encode() {},
  toJson: () => true,
});
