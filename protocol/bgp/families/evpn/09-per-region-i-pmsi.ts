import { formatExtendedCommunity } from '../../../net/extended-community.ts';
import { octets, routeDistinguisher, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 9572 §3.1. A region is named like an extended community. */
export const perRegionIPmsi = defineRouteType({
  code: 9,
  name: 'per-region-i-pmsi',
  fields: { routeDistinguisher, ethernetTagId: u32, regionId: octets(8, formatExtendedCommunity) },
  key: ['ethernetTagId', 'regionId'],
});
