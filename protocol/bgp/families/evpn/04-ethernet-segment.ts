import { routeDistinguisher } from '../../fields/octets.ts';
import { sizedAddress } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { ethernetSegmentIdentifier } from './fields.ts';

/** RFC 7432 §7.4. */
export const ethernetSegment = defineRouteType({
  code: 4,
  name: 'ethernet-segment',
  reference: 'RFC 7432',
  fields: { routeDistinguisher, ethernetSegmentIdentifier, originatingRouterAddress: sizedAddress },
  key: ['ethernetSegmentIdentifier', 'originatingRouterAddress'],
});
