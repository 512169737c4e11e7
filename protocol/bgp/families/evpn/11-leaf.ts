import { sizedAddress } from '../route-fields.ts';
import { routeTable } from '../route-table.ts';
import { defineRouteType } from '../route-type.ts';
import { inclusiveMulticast } from './03-inclusive-multicast.ts';
import { perRegionIPmsi } from './09-per-region-i-pmsi.ts';
import { sPmsi } from './10-s-pmsi.ts';
import { evpnFrame } from './frame.ts';

const answered = routeTable(evpnFrame, [inclusiveMulticast, perRegionIPmsi, sPmsi]);

/** RFC 9572 §3.3: the route that is answered is the key, its type and length included. */
export const leaf = defineRouteType({
  code: 11,
  name: 'leaf',
  reference: 'RFC 9572',
  fields: { routeKey: answered, originatingRouterAddress: sizedAddress },
  key: ['routeKey', 'originatingRouterAddress'],
});
