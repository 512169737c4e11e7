import { mvpnFrame } from './mvpn/frame.ts';
import { type MvpnRoute, mvpnRouteTypes } from './mvpn/index.ts';
import { defineRouteTableFamily, RouteTable } from './route-table.ts';
import type { UnknownRoute } from './route-type.ts';

export type MvpnNlri = MvpnRoute | UnknownRoute;

/** Both families write routes alike: how long an address is, says the route. */
export const defineMvpnFamily = (afi: 1 | 2, name: string) =>
  defineRouteTableFamily<MvpnRoute>({
    afi,
    safi: 5,
    name,
    reference: 'RFC 6514, RFC 6515, RFC 6625',
    routes: new RouteTable<MvpnRoute>(mvpnFrame, mvpnRouteTypes),
  });
