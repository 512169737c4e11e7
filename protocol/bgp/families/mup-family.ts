import { mupFrame } from './mup/architecture.ts';
import { type MupRoute, mupRouteTypes } from './mup/index.ts';
import { defineRouteTableFamily, RouteTable } from './route-table.ts';
import type { UnknownRoute } from './route-type.ts';

export type MupNlri = MupRoute | UnknownRoute;

/** GoBGP 3.10 writes the prefix of a session whole, whatever its length: such routes stay octets unless they are of hosts. */
export const defineMupFamily = (afi: 1 | 2, name: string) =>
  defineRouteTableFamily<MupRoute>({
    afi,
    safi: 85,
    name,
    reference: 'draft-ietf-bess-mup-safi',
    routes: new RouteTable<MupRoute>(mupFrame, mupRouteTypes(afi === 1 ? 4 : 6)),
  });
