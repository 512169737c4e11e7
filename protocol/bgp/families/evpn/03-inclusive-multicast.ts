import { u32 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { sizedAddress } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 7432 §7.3. */
export const inclusiveMulticast = defineRouteType({
  code: 3,
  name: 'inclusive-multicast',
  reference: 'RFC 7432',
  fields: { routeDistinguisher, ethernetTagId: u32, originatingRouterAddress: sizedAddress },
  key: ['ethernetTagId', 'originatingRouterAddress'],
});
