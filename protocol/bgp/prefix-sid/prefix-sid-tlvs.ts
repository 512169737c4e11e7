import { list, nonEmpty, struct } from '../fields/composite.ts';
import { reserved, u8, u16, u24, u32 } from '../fields/numbers.ts';
import { framed, type Recovery } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { type FlatValueOf, typedValues, type UnknownTlv } from '../tlv/typed-values.ts';
import { srv6Service } from './srv6-services.ts';

/** RFC 8669 §3.1. */
const labelIndex = struct({ reserved: reserved(u8), flags: reserved(u16), labelIndex: u32 });

/** RFC 8669 §3.2: each range its first label (3) and count of labels (3). */
const originatorSrgb = struct({
  flags: reserved(u16),
  ranges: nonEmpty(list(struct({ base: u24, range: u24 })), 'SRGB'),
});

export const srv6ServiceCodes = { l3: 5, l2: 6 } as const;

/** IANA "BGP Prefix-SID TLV Types". Types 2 and 4 are of drafts, and stay octets. */
export const prefixSidTypes = [
  tlv(1, 'label-index', labelIndex, 'RFC 8669'),
  tlv(3, 'originator-srgb', originatorSrgb, 'RFC 8669'),
  tlv(srv6ServiceCodes.l3, 'srv6-l3-service', srv6Service, 'RFC 9252'),
  tlv(srv6ServiceCodes.l2, 'srv6-l2-service', srv6Service, 'RFC 9252'),
];

export type PrefixSidTlv = FlatValueOf<(typeof prefixSidTypes)[number]> | UnknownTlv;

const values = typedValues(prefixSidTypes);

/** Type (1), length (2), value; RFC 8669 §3. */
export const prefixSidTlvs = (recover?: Recovery<PrefixSidTlv>) =>
  list(framed(values, { typeWidth: 1, lengthWidth: 2 }, recover));
