import { lastAddress, multicastAddress, routeDistinguisher } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 6514 §4.3, wildcards RFC 6625 §2. */
export const sPmsi = defineRouteType({
  code: 3,
  name: 's-pmsi',
  fields: {
    routeDistinguisher,
    multicastSource: multicastAddress,
    multicastGroup: multicastAddress,
    originatingRouterAddress: lastAddress,
  },
  key: ['multicastSource', 'multicastGroup', 'originatingRouterAddress'],
});
