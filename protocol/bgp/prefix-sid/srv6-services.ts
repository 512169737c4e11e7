import { srv6EndpointBehaviorName } from '../../net/srv6-endpoint-behavior.ts';
import { ipv6, named, reserved, struct, u8, u16 } from '../tlv/field.ts';
import { tlv, tlvSpace } from '../tlv/tlv-space.ts';

const twoOctets = () => 2 as const;

/**
 * RFC 9252 §3.2.1: lengths in bits. `transpositionLength` bits of the SID, from `transpositionOffset` on, are not in the SID
 * but in the label of the NLRI.
 */
const sidStructure = struct({
  locatorBlockLength: u8,
  locatorNodeLength: u8,
  functionLength: u8,
  argumentLength: u8,
  transpositionLength: u8,
  transpositionOffset: u8,
});

/** IANA "SRv6 Service Data Sub-Sub-TLV Types". */
const serviceDataSubSubTlvs = tlvSpace([tlv(1, 'srv6-sid-structure', sidStructure)], twoOctets);

/** RFC 9252 §3.1. */
const sidInformation = struct({
  reserved1: reserved(u8),
  sid: ipv6,
  flags: reserved(u8),
  endpointBehavior: named(u16, srv6EndpointBehaviorName),
  reserved2: reserved(u8),
  subSubTlvs: serviceDataSubSubTlvs,
});

/** IANA "SRv6 Service Sub-TLV Types". */
const serviceSubTlvs = tlvSpace([tlv(1, 'srv6-sid-information', sidInformation)], twoOctets);

/** RFC 9252 §2. */
export const srv6Service = struct({ reserved: reserved(u8), subTlvs: serviceSubTlvs });
