import type { ValueOf } from '../fields/field.ts';
import { linkAttributeTlvs } from './link-attributes.ts';
import { nodeAttributeTlvs } from './node-attributes.ts';
import { prefixAttributeTlvs } from './prefix-attributes.ts';
import { srPolicyTlvs } from './sr-policy.ts';
import { srv6SidTlvs } from './srv6.ts';
import { tlvs } from './tlv.ts';

/** The table of what the BGP-LS attribute holds: one more TLV is one line in the file of its object. */
export const attributeTlvs = [
  ...nodeAttributeTlvs,
  ...linkAttributeTlvs,
  ...prefixAttributeTlvs,
  ...srv6SidTlvs,
  ...srPolicyTlvs,
] as const;

export const linkStateTlvs = tlvs(attributeTlvs);

export type LinkStateTlv = ValueOf<typeof linkStateTlvs>[number];
