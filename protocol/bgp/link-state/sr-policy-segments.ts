import { ipv4, ipv6 } from '../fields/addresses.ts';
import { formed, struct } from '../fields/composite.ts';
import { flags8, flags16, float32, u8, u16, u32, unshown } from '../fields/numbers.ts';
import { tlv } from '../tlv/type-table.ts';
import { label } from './segment-routing.ts';
import { srv6SidTlvs } from './srv6.ts';
import { tlvs } from './tlv.ts';

const segmentHead = {
  segmentType: u8,
  reserved: unshown(u8),
  flags: flags16('sidPresent', 'explicit', 'verified', 'resolved', 'algorithmPresent'),
};
const mplsSegment = { ...segmentHead, sid: label };
const srv6Segment = { ...segmentHead, sid: ipv6 };
const tail = { subTlvs: tlvs(srv6SidTlvs) };
const ipv6Interfaces = { localAddress: ipv6, localInterfaceId: u32, remoteAddress: ipv6, remoteInterfaceId: u32 };
const ipv6Addresses = { localAddress: ipv6, remoteAddress: ipv6 };

/** By segment type, A to K of RFC 9256 §4 being 1 to 11; RFC 9857 §5.7.1.1. */
const segmentForms = [
  undefined,
  struct({ ...mplsSegment, algorithm: u8, ...tail }),
  struct({ ...srv6Segment, algorithm: u8, ...tail }),
  struct({ ...mplsSegment, algorithm: u8, nodeAddress: ipv4, ...tail }),
  struct({ ...mplsSegment, algorithm: u8, nodeAddress: ipv6, ...tail }),
  struct({ ...mplsSegment, nodeAddress: ipv4, localInterfaceId: u32, ...tail }),
  struct({ ...mplsSegment, localAddress: ipv4, remoteAddress: ipv4, ...tail }),
  struct({ ...mplsSegment, ...ipv6Interfaces, ...tail }),
  struct({ ...mplsSegment, ...ipv6Addresses, ...tail }),
  struct({ ...srv6Segment, algorithm: u8, nodeAddress: ipv6, ...tail }),
  struct({ ...srv6Segment, ...ipv6Interfaces, ...tail }),
  struct({ ...srv6Segment, ...ipv6Addresses, ...tail }),
] as const;

const segmentListTlvs = tlvs([
  tlv(
    1206,
    'segment',
    formed(struct(segmentHead), ({ segmentType }) => segmentForms[segmentType]),
    'RFC 9857',
  ),
  tlv(
    1207,
    'segmentListMetric',
    struct({
      metricType: u8,
      flags: flags8('margin', 'absoluteMargin', 'bound', 'value'),
      reserved: unshown(u16),
      margin: u32,
      bound: u32,
      value: u32,
    }),
    'RFC 9857',
  ),
  tlv(1216, 'segmentListBandwidth', float32, 'RFC 9857'),
  tlv(1217, 'segmentListIdentifier', u32, 'RFC 9857'),
]);

/** RFC 9857 §5.7. */
export const segmentList = struct({
  flags: flags16(
    'srv6',
    'explicit',
    'computed',
    'verified',
    'resolved',
    'failed',
    'sameAlgorithm',
    'sameTopology',
    'removedByFault',
  ),
  reserved: unshown(u16),
  multiTopologyId: u16,
  algorithm: u8,
  reserved2: unshown(u8),
  weight: u32,
  subTlvs: segmentListTlvs,
});
