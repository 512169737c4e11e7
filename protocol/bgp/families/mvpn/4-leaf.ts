import { lastAddress } from '../../fields/addresses.ts';
import { routeTable } from '../route-table.ts';
import { defineRouteType } from '../route-type.ts';
import { intraAsIPmsi } from './1-intra-as-i-pmsi.ts';
import { interAsIPmsi } from './2-inter-as-i-pmsi.ts';
import { sPmsi } from './3-s-pmsi.ts';
import { mvpnFrame } from './frame.ts';

const answered = routeTable(mvpnFrame, [intraAsIPmsi, interAsIPmsi, sPmsi]);

/** RFC 6514 §4.4: the route that is answered is the key, its type and length included. */
export const leaf = defineRouteType({
  code: 4,
  name: 'leaf',
  reference: 'RFC 6514',
  fields: { routeKey: answered, originatingRouterAddress: lastAddress },
  key: ['routeKey', 'originatingRouterAddress'],
});
