import { formatExtendedCommunity } from '../../../net/extended-community.ts';
import { u32 } from '../../fields/numbers.ts';
import { octets, routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 9572 §3.1. A region is named like an extended community. */
export const perRegionIPmsi = defineRouteType({
  code: 9,
  name: 'per-region-i-pmsi',
  reference: 'RFC 9572',
  fields: { routeDistinguisher, ethernetTagId: u32, regionId: octets(8, formatExtendedCommunity) },
  key: ['ethernetTagId', 'regionId'],
});
