import { flags8, list, record } from './composite-field.ts';
import { multiTopologyIds } from './descriptors.ts';
import { ipv4, ipv6, octets, text, u8, u32 } from './field.ts';
import { flexibleAlgorithmNodeTlvs } from './flexible-algorithm.ts';
import { areaAddress } from './router-id.ts';
import { segmentRoutingNodeTlvs } from './segment-routing.ts';
import { srv6NodeTlvs } from './srv6.ts';
import { defineTlv } from './tlv.ts';

/** RFC 8814 §3 and §4. */
export const maximumSidDepths = list(record({ msdType: u8, value: u8 }));

/** RFC 9552 §5.3.1. */
export const nodeAttributeTlvs = [
  multiTopologyIds,
  defineTlv(266, 'nodeMsd', maximumSidDepths, 'RFC 8814'),
  defineTlv(
    1024,
    'nodeFlags',
    flags8('overload', 'attached', 'external', 'areaBorderRouter', 'router', 'v6'),
    'RFC 9552',
  ),
  defineTlv(1025, 'opaqueNodeAttribute', octets, 'RFC 9552'),
  defineTlv(1026, 'nodeName', text, 'RFC 9552'),
  defineTlv(1027, 'isisAreaIdentifier', areaAddress, 'RFC 9552'),
  defineTlv(1028, 'localIpv4RouterId', ipv4, 'RFC 9552'),
  defineTlv(1029, 'localIpv6RouterId', ipv6, 'RFC 9552'),
  defineTlv(1032, 'sbfdDiscriminators', list(u32), 'RFC 9247'),
  ...segmentRoutingNodeTlvs,
  ...srv6NodeTlvs,
  ...flexibleAlgorithmNodeTlvs,
] as const;
