import { mplsLabel } from '../../net/mpls-label.ts';
import { address } from '../fields/addresses.ts';
import { list, nonEmpty, struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { u24 } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

const labelLength = 3;

/** RFC 6514 §8: address of a PE (4 or 16), label in the upper 20 bits of 3 octets; repeated. */
const labelsOf = (addressLength: 4 | 16) =>
  nonEmpty(list(struct({ peAddress: address(() => addressLength), label: u24 })), 'labels');

const ofIpv4 = labelsOf(4);
const ofIpv6 = labelsOf(16);

export type PeDistinguisherLabel = ValueOf<typeof ofIpv4>[number];

export const peDistinguisherLabels = defineAttribute({
  code: 27,
  name: 'peDistinguisherLabels',
  reference: 'RFC 6514',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(ofIpv4),
  /** All addresses are of one family, which nothing tells but the length; where both fit, it is IPv4. */
  decode: (reader) => (reader.remaining % (4 + labelLength) === 0 ? ofIpv4 : ofIpv6).decode(reader),
  toJson: (labels) => labels.map(({ peAddress, label }) => ({ peAddress, label: mplsLabel(label) })),
});
