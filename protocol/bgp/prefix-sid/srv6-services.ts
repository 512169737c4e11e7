import { ipv6 } from '../fields/addresses.ts';
import { struct } from '../fields/composite.ts';
import { reserved, u8 } from '../fields/numbers.ts';
import { endpointBehavior, sidPartLengths } from '../fields/srv6.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';

const frame = { typeWidth: 1, lengthWidth: 2 } as const;

/**
 * RFC 9252 §3.2.1: lengths in bits. `transpositionLength` bits of the SID, from `transpositionOffset` on, are not in the SID
 * but in the label of the NLRI.
 */
const sidStructure = struct({
  ...sidPartLengths,
  transpositionLength: u8,
  transpositionOffset: u8,
});

/** IANA "SRv6 Service Data Sub-Sub-TLV Types". */
const serviceDataSubSubTlvs = tlvSpace([tlv(1, 'srv6-sid-structure', sidStructure, 'RFC 9252')], frame);

/** RFC 9252 §3.1. */
const sidInformation = struct({
  reserved1: reserved(u8),
  sid: ipv6,
  flags: reserved(u8),
  endpointBehavior,
  reserved2: reserved(u8),
  subSubTlvs: serviceDataSubSubTlvs,
});

/** IANA "SRv6 Service Sub-TLV Types". */
const serviceSubTlvs = tlvSpace([tlv(1, 'srv6-sid-information', sidInformation, 'RFC 9252')], frame);

/** RFC 9252 §2. */
export const srv6Service = struct({ reserved: reserved(u8), subTlvs: serviceSubTlvs });
