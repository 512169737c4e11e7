import { ipv4, ipv6 } from '../fields/addresses.ts';
import { struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { u32 } from '../fields/numbers.ts';
import { defineFixedLengthFamily } from './fixed-length-family.ts';

/** The distinguisher tells the candidate paths of one policy apart; endpoints `0.0.0.0` and `::` stand for any. */
const ofIpv4 = struct({ distinguisher: u32, color: u32, endpoint: ipv4 });
const ofIpv6 = struct({ distinguisher: u32, color: u32, endpoint: ipv6 });

/** A candidate path of an SR policy. */
export type SrPolicyNlri = ValueOf<typeof ofIpv4>;

/** RFC 9830 §2.1. */
export const defineSrPolicyFamily = (afi: 1 | 2, name: string) =>
  defineFixedLengthFamily({
    afi,
    safi: 73,
    name,
    reference: 'RFC 9830',
    bits: afi === 1 ? 96 : 192,
    fields: afi === 1 ? ofIpv4 : ofIpv6,
    format: ({ distinguisher, color, endpoint }) => `[${distinguisher}][${color}][${endpoint}]`,
  });
