import { address, routeDistinguisher } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { ethernetSegmentIdentifier } from './fields.ts';

/** RFC 7432 §7.4. */
export const ethernetSegment = defineRouteType({
  code: 4,
  name: 'ethernet-segment',
  fields: { routeDistinguisher, ethernetSegmentIdentifier, originatingRouterAddress: address },
  key: ['ethernetSegmentIdentifier', 'originatingRouterAddress'],
});
