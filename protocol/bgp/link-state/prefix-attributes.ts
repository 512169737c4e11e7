import { flags8, list } from './composite-field.ts';
import { ipAddress, ipv4, octets, sizedNumber, u32, u64 } from './field.ts';
import { flexibleAlgorithmPrefixTlvs } from './flexible-algorithm.ts';
import { segmentRoutingPrefixTlvs } from './segment-routing.ts';
import { srv6PrefixTlvs } from './srv6.ts';
import { defineTlv } from './tlv.ts';

/** RFC 9552 §5.3.3; RFC 9085 §2.3. */
export const prefixAttributeTlvs = [
  defineTlv(1152, 'igpFlags', flags8('isisDown', 'ospfNoUnicast', 'ospfLocalAddress', 'ospfPropagateNssa'), 'RFC 9552'),
  defineTlv(1153, 'igpRouteTags', list(u32), 'RFC 9552'),
  defineTlv(1154, 'igpExtendedRouteTags', list(u64), 'RFC 9552'),
  defineTlv(1155, 'prefixMetric', sizedNumber(3, 4), 'RFC 9552'),
  defineTlv(1156, 'ospfForwardingAddress', ipAddress, 'RFC 9552'),
  defineTlv(1157, 'opaquePrefixAttribute', octets, 'RFC 9552'),
  // As many octets and such bits as the protocol of the NLRI has
  defineTlv(1170, 'prefixAttributeFlags', octets, 'RFC 9085'),
  defineTlv(1171, 'sourceRouterIdentifier', ipAddress, 'RFC 9085'),
  defineTlv(1174, 'sourceOspfRouterId', ipv4, 'RFC 9085'),
  ...segmentRoutingPrefixTlvs,
  ...srv6PrefixTlvs,
  ...flexibleAlgorithmPrefixTlvs,
] as const;
