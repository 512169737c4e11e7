import { address, multicastAddress, routeDistinguisher, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 9572 §3.2. */
export const sPmsi = defineRouteType({
  code: 10,
  name: 's-pmsi',
  fields: {
    routeDistinguisher,
    ethernetTagId: u32,
    multicastSource: multicastAddress,
    multicastGroup: multicastAddress,
    originatingRouterAddress: address,
  },
  key: ['ethernetTagId', 'multicastSource', 'multicastGroup', 'originatingRouterAddress'],
});
