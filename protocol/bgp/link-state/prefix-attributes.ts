import { ipv4, lastAddress } from '../fields/addresses.ts';
import { list } from '../fields/composite.ts';
import { flags8, sizedNumber, u32, u64 } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { flexibleAlgorithmPrefixTlvs } from './flexible-algorithm.ts';
import { segmentRoutingPrefixTlvs } from './segment-routing.ts';
import { srv6PrefixTlvs } from './srv6.ts';

/** RFC 9552 §5.3.3; RFC 9085 §2.3. */
export const prefixAttributeTlvs = [
  tlv(1152, 'igpFlags', flags8('isisDown', 'ospfNoUnicast', 'ospfLocalAddress', 'ospfPropagateNssa'), 'RFC 9552'),
  tlv(1153, 'igpRouteTags', list(u32), 'RFC 9552'),
  tlv(1154, 'igpExtendedRouteTags', list(u64), 'RFC 9552'),
  tlv(1155, 'prefixMetric', sizedNumber(3, 4), 'RFC 9552'),
  tlv(1156, 'ospfForwardingAddress', lastAddress, 'RFC 9552'),
  tlv(1157, 'opaquePrefixAttribute', rest, 'RFC 9552'),
  // As many octets and such bits as the protocol of the NLRI has
  tlv(1170, 'prefixAttributeFlags', rest, 'RFC 9085'),
  tlv(1171, 'sourceRouterIdentifier', lastAddress, 'RFC 9085'),
  tlv(1174, 'sourceOspfRouterId', ipv4, 'RFC 9085'),
  ...segmentRoutingPrefixTlvs,
  ...srv6PrefixTlvs,
  ...flexibleAlgorithmPrefixTlvs,
] as const;
