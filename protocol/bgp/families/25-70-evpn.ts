import { mplsLabel } from '../../net/mpls-label.ts';
import type { ValueOf } from '../fields/field.ts';
import { evpnFrame } from './evpn/frame.ts';
import { evpnRouteTypes } from './evpn/index.ts';
import { defineRouteTableFamily, routeTable } from './route-table.ts';

const routes = routeTable(evpnFrame, evpnRouteTypes);

export type EvpnNlri = ValueOf<typeof routes>;

export const evpn = defineRouteTableFamily({
  afi: 25,
  safi: 70,
  name: 'evpn',
  reference: 'RFC 7432, RFC 9136, RFC 9251, RFC 9572',
  routes,
  labels: (route) => ('labels' in route ? route.labels.map(mplsLabel) : null),
});
