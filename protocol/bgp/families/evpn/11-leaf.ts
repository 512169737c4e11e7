import { address } from '../route-fields.ts';
import { RouteTable } from '../route-table.ts';
import { defineRouteType, type RouteOf } from '../route-type.ts';
import { inclusiveMulticast } from './03-inclusive-multicast.ts';
import { perRegionIPmsi } from './09-per-region-i-pmsi.ts';
import { sPmsi } from './10-s-pmsi.ts';
import { evpnFrame } from './frame.ts';

type Answered = RouteOf<typeof inclusiveMulticast | typeof perRegionIPmsi | typeof sPmsi>;

const answered = new RouteTable<Answered>(evpnFrame, [inclusiveMulticast, perRegionIPmsi, sPmsi]);

/** RFC 9572 §3.3: the route that is answered is the key, its type and length included. */
export const leaf = defineRouteType({
  code: 11,
  name: 'leaf',
  fields: { routeKey: answered, originatingRouterAddress: address },
  key: ['routeKey', 'originatingRouterAddress'],
});
