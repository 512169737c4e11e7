import { address, multicastAddress, routeDistinguisher, u8, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 9251 §9.1. */
export const selectiveMulticast = defineRouteType({
  code: 6,
  name: 'selective-multicast',
  fields: {
    routeDistinguisher,
    ethernetTagId: u32,
    multicastSource: multicastAddress,
    multicastGroup: multicastAddress,
    originatingRouterAddress: address,
    flags: u8,
  },
  key: ['ethernetTagId', 'multicastSource', 'multicastGroup', 'originatingRouterAddress'],
});
