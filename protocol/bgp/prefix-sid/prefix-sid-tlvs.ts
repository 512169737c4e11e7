import { list, reserved, struct, u8, u16, u24, u32, type ValueOf } from '../tlv/field.ts';
import { nonEmpty } from '../tlv/sized-field.ts';
import { tlv, tlvSpace } from '../tlv/tlv-space.ts';
import { srv6Service } from './srv6-services.ts';

/** RFC 8669 §3.1. */
const labelIndex = struct({ reserved: reserved(u8), flags: reserved(u16), labelIndex: u32 });

/** RFC 8669 §3.2: each range its first label (3) and count of labels (3). */
const originatorSrgb = struct({
  flags: reserved(u16),
  ranges: nonEmpty(list(struct({ base: u24, range: u24 })), 'SRGB'),
});

export const srv6ServiceCodes = { l3: 5, l2: 6 } as const;

/** IANA "BGP Prefix-SID TLV Types": type (1), length (2), value; RFC 8669 §3. Types 2 and 4 are of drafts, and stay octets. */
export const prefixSidTlvs = tlvSpace(
  [
    tlv(1, 'label-index', labelIndex),
    tlv(3, 'originator-srgb', originatorSrgb),
    tlv(srv6ServiceCodes.l3, 'srv6-l3-service', srv6Service),
    tlv(srv6ServiceCodes.l2, 'srv6-l2-service', srv6Service),
  ],
  () => 2,
);

export type PrefixSidTlv = ValueOf<typeof prefixSidTlvs>[number];
