import { mplsLabel } from './evpn/fields.ts';
import { evpnFrame } from './evpn/frame.ts';
import { type EvpnRoute, evpnRouteTypes } from './evpn/index.ts';
import { defineRouteTableFamily, RouteTable } from './route-table.ts';
import type { UnknownRoute } from './route-type.ts';

export type EvpnNlri = EvpnRoute | UnknownRoute;

export const evpn = defineRouteTableFamily<EvpnRoute>({
  afi: 25,
  safi: 70,
  name: 'evpn',
  reference: 'RFC 7432, RFC 9136, RFC 9251, RFC 9572',
  routes: new RouteTable<EvpnRoute>(evpnFrame, evpnRouteTypes),
  labels: (route) => ('labels' in route ? route.labels.map(mplsLabel) : null),
});
