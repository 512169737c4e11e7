import { ipv4, ipv6 } from '../fields/addresses.ts';
import { optional, struct } from '../fields/composite.ts';
import type { Field, ValueOf } from '../fields/field.ts';
import { flags, reserved, u8, u32 } from '../fields/numbers.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { labelStackEntry } from './label-stack-entry.ts';
import { srv6SidStructure } from './srv6-sid-structure.ts';
import { subTlvFrame } from './sub-tlv-frame.ts';

/** RFC 9830 §2.4.4.1. */
const weight = struct({ flags: reserved(u8), reserved: reserved(u8), weight: u32 });

/** RFC 9830 §2.4.4.2.3 and RFC 9831 §2.10: V, A, S, B. */
const segmentFlags = flags('sid-verification', 'sr-algorithm', 'sid', 'srv6-sid-structure');

const plain = { flags: segmentFlags, reserved: reserved(u8) };
const withAlgorithm = { flags: segmentFlags, algorithm: u8 };
const mplsSid = { sid: optional(labelStackEntry) };
const srv6Sid = { sid: optional(ipv6), srv6SidStructure };

const node = <Address>(address: Field<Address>) => ({ nodeAddress: address });
const link = <Address>(address: Field<Address>) => ({ localAddress: address, remoteAddress: address });
const interfaces = { localInterfaceId: u32, localNodeAddress: ipv6, remoteInterfaceId: u32, remoteNodeAddress: ipv6 };

/** IANA "SR Policy Segment List Sub-TLVs"; types A and B in RFC 9830 §2.4.4.2, the others in RFC 9831 §2. */
export const segmentListTypes = [
  tlv(9, 'weight', weight, 'RFC 9830'),
  tlv(1, 'segment-a', struct({ ...plain, sid: labelStackEntry }), 'RFC 9830'),
  tlv(13, 'segment-b', struct({ ...plain, sid: ipv6, srv6SidStructure }), 'RFC 9830'),
  tlv(3, 'segment-c', struct({ ...withAlgorithm, ...node(ipv4), ...mplsSid }), 'RFC 9831'),
  tlv(4, 'segment-d', struct({ ...withAlgorithm, ...node(ipv6), ...mplsSid }), 'RFC 9831'),
  tlv(5, 'segment-e', struct({ ...plain, localInterfaceId: u32, ...node(ipv4), ...mplsSid }), 'RFC 9831'),
  tlv(6, 'segment-f', struct({ ...plain, ...link(ipv4), ...mplsSid }), 'RFC 9831'),
  tlv(7, 'segment-g', struct({ ...plain, ...interfaces, ...mplsSid }), 'RFC 9831'),
  tlv(8, 'segment-h', struct({ ...plain, ...link(ipv6), ...mplsSid }), 'RFC 9831'),
  tlv(14, 'segment-i', struct({ ...withAlgorithm, ...node(ipv6), ...srv6Sid }), 'RFC 9831'),
  tlv(15, 'segment-j', struct({ ...withAlgorithm, ...interfaces, ...srv6Sid }), 'RFC 9831'),
  tlv(16, 'segment-k', struct({ ...withAlgorithm, ...link(ipv6), ...srv6Sid }), 'RFC 9831'),
];

export const segmentListSubTlvs = tlvSpace(segmentListTypes, subTlvFrame);

export type SegmentListSubTlv = ValueOf<typeof segmentListSubTlvs>[number];
