import { flags8, flags16, formed, record } from './composite-field.ts';
import { float32, ipv4, ipv6, u8, u16, u32 } from './field.ts';
import { label } from './segment-routing.ts';
import { srv6SidTlvs } from './srv6.ts';
import { defineTlv, tlvs } from './tlv.ts';

const segmentHead = {
  segmentType: u8,
  reserved: u8,
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
  record({ ...mplsSegment, algorithm: u8, ...tail }),
  record({ ...srv6Segment, algorithm: u8, ...tail }),
  record({ ...mplsSegment, algorithm: u8, nodeAddress: ipv4, ...tail }),
  record({ ...mplsSegment, algorithm: u8, nodeAddress: ipv6, ...tail }),
  record({ ...mplsSegment, nodeAddress: ipv4, localInterfaceId: u32, ...tail }),
  record({ ...mplsSegment, localAddress: ipv4, remoteAddress: ipv4, ...tail }),
  record({ ...mplsSegment, ...ipv6Interfaces, ...tail }),
  record({ ...mplsSegment, ...ipv6Addresses, ...tail }),
  record({ ...srv6Segment, algorithm: u8, nodeAddress: ipv6, ...tail }),
  record({ ...srv6Segment, ...ipv6Interfaces, ...tail }),
  record({ ...srv6Segment, ...ipv6Addresses, ...tail }),
] as const;

const segmentListTlvs = tlvs([
  defineTlv(
    1206,
    'segment',
    formed(record(segmentHead), ({ segmentType }) => segmentForms[segmentType]),
    'RFC 9857',
  ),
  defineTlv(
    1207,
    'segmentListMetric',
    record({
      metricType: u8,
      flags: flags8('margin', 'absoluteMargin', 'bound', 'value'),
      reserved: u16,
      margin: u32,
      bound: u32,
      value: u32,
    }),
    'RFC 9857',
  ),
  defineTlv(1216, 'segmentListBandwidth', float32, 'RFC 9857'),
  defineTlv(1217, 'segmentListIdentifier', u32, 'RFC 9857'),
]);

/** RFC 9857 §5.7. */
export const segmentList = record({
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
  reserved: u16,
  multiTopologyId: u16,
  algorithm: u8,
  reserved2: u8,
  weight: u32,
  subTlvs: segmentListTlvs,
});
