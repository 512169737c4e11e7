import { lastAddress } from '../../fields/addresses.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { multicastAddress } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 6514 §4.3, wildcards RFC 6625 §2. */
export const sPmsi = defineRouteType({
  code: 3,
  name: 's-pmsi',
  reference: 'RFC 6514, RFC 6625',
  fields: {
    routeDistinguisher,
    multicastSource: multicastAddress,
    multicastGroup: multicastAddress,
    originatingRouterAddress: lastAddress,
  },
  key: ['multicastSource', 'multicastGroup', 'originatingRouterAddress'],
});
