import { ipv4, ipv6 } from '../fields/addresses.ts';
import { list, struct } from '../fields/composite.ts';
import { flags8, u8, u32 } from '../fields/numbers.ts';
import { rest, text } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { multiTopologyIds } from './descriptors.ts';
import { flexibleAlgorithmNodeTlvs } from './flexible-algorithm.ts';
import { areaAddress } from './router-id.ts';
import { segmentRoutingNodeTlvs } from './segment-routing.ts';
import { srv6NodeTlvs } from './srv6.ts';

/** RFC 8814 §3 and §4. */
export const maximumSidDepths = list(struct({ msdType: u8, value: u8 }));

/** RFC 9552 §5.3.1. */
export const nodeAttributeTlvs = [
  multiTopologyIds,
  tlv(266, 'nodeMsd', maximumSidDepths, 'RFC 8814'),
  tlv(1024, 'nodeFlags', flags8('overload', 'attached', 'external', 'areaBorderRouter', 'router', 'v6'), 'RFC 9552'),
  tlv(1025, 'opaqueNodeAttribute', rest, 'RFC 9552'),
  tlv(1026, 'nodeName', text, 'RFC 9552'),
  tlv(1027, 'isisAreaIdentifier', areaAddress, 'RFC 9552'),
  tlv(1028, 'localIpv4RouterId', ipv4, 'RFC 9552'),
  tlv(1029, 'localIpv6RouterId', ipv6, 'RFC 9552'),
  tlv(1032, 'sbfdDiscriminators', list(u32), 'RFC 9247'),
  ...segmentRoutingNodeTlvs,
  ...srv6NodeTlvs,
  ...flexibleAlgorithmNodeTlvs,
] as const;
