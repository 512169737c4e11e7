import { EncodeError } from '../../errors.ts';
import { hexOf } from '../../net/hex.ts';
import { struct } from '../fields/composite.ts';
import { named, u8, u64 } from '../fields/numbers.ts';
import { tlv } from '../tlv/type-table.ts';
import { type FlatValueOf, typedValues, type UnknownForm } from '../tlv/typed-values.ts';
import {
  candidatePathDescriptors,
  linkDescriptors,
  localNode,
  prefixDescriptors,
  remoteNode,
  sidDescriptors,
} from './descriptors.ts';
import { type AnyTlv, tlvs } from './tlv.ts';

/** IANA "BGP-LS Protocol-IDs". */
const protocols = [
  undefined,
  'isis-level-1',
  'isis-level-2',
  'ospfv2',
  'direct',
  'static',
  'ospfv3',
  'bgp',
  'rsvp-te',
  'segment-routing',
];

/** Protocol (1), instance identifier (8), descriptors; RFC 9552 §5.2. */
const object = <Descriptor extends AnyTlv>(descriptors: readonly Descriptor[]) =>
  struct({ protocolId: named(u8, protocols), identifier: u64, descriptors: tlvs(descriptors) });

/** IANA "BGP-LS NLRI Types"; one more is one line. */
export const objectTypes = [
  tlv(1, 'node', object([localNode]), 'RFC 9552'),
  tlv(2, 'link', object([localNode, remoteNode, ...linkDescriptors]), 'RFC 9552'),
  tlv(3, 'ipv4-prefix', object([localNode, ...prefixDescriptors(4)]), 'RFC 9552'),
  tlv(4, 'ipv6-prefix', object([localNode, ...prefixDescriptors(6)]), 'RFC 9552'),
  tlv(5, 'sr-policy-candidate-path', object([localNode, ...candidatePathDescriptors]), 'RFC 9857'),
  tlv(6, 'srv6-sid', object([localNode, ...sidDescriptors]), 'RFC 9514'),
] as const;

/** What an NLRI is about, its type and descriptors. */
export type LinkStateObject = FlatValueOf<(typeof objectTypes)[number]>;

/** Of a type that is not in the table: nothing but its frame is known. */
export interface UnknownObject {
  type: 'unknown';
  nlriType: number;
  octets: Uint8Array;
}

const unknownObject: UnknownForm<UnknownObject> = {
  of: (nlriType, octets) => ({ type: 'unknown', nlriType, octets }),
  codeOf: ({ nlriType }) => nlriType,
  octetsOf: ({ octets }) => octets,
  toJson: ({ type, nlriType, octets }) => ({ type, nlriType, hex: hexOf(octets) }),
};

const knownTypes = new Set<number>(objectTypes.map(({ code }) => code));
const values = typedValues(objectTypes, unknownObject);

export const linkStateObjects: typeof values = {
  ...values,
  codeOf(value) {
    const nlriType = values.codeOf(value);
    if (value.type === 'unknown' && knownTypes.has(nlriType)) throw new EncodeError(`NLRI type ${nlriType} is known`);
    return nlriType;
  },
};
