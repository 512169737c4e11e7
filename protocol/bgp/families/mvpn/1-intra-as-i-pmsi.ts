import { lastAddress } from '../../fields/addresses.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 6514 §4.1. The address may be IPv6 in either family (RFC 6515). */
export const intraAsIPmsi = defineRouteType({
  code: 1,
  name: 'intra-as-i-pmsi',
  reference: 'RFC 6514',
  fields: { routeDistinguisher, originatingRouterAddress: lastAddress },
  key: ['originatingRouterAddress'],
});
