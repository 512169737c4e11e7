import { address, routeDistinguisher, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 7432 §7.3. */
export const inclusiveMulticast = defineRouteType({
  code: 3,
  name: 'inclusive-multicast',
  fields: { routeDistinguisher, ethernetTagId: u32, originatingRouterAddress: address },
  key: ['ethernetTagId', 'originatingRouterAddress'],
});
