import type { ValueOf } from '../fields/field.ts';
import { mvpnFrame } from './mvpn/frame.ts';
import { mvpnRouteTypes } from './mvpn/index.ts';
import { defineRouteTableFamily, routeTable } from './route-table.ts';

/** Both families write routes alike: how long an address is, says the route. */
const routes = routeTable(mvpnFrame, mvpnRouteTypes);

export type MvpnNlri = ValueOf<typeof routes>;

export const defineMvpnFamily = (afi: 1 | 2, name: string) =>
  defineRouteTableFamily({ afi, safi: 5, name, reference: 'RFC 6514, RFC 6515, RFC 6625', routes });
