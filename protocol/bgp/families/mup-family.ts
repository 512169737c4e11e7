import type { ValueOf } from '../fields/field.ts';
import { mupFrame } from './mup/architecture.ts';
import { mupRouteTypes } from './mup/index.ts';
import { defineRouteTableFamily, routeTable } from './route-table.ts';

const routesOf = (version: 4 | 6) => routeTable(mupFrame, mupRouteTypes(version));

export type MupNlri = ValueOf<ReturnType<typeof routesOf>>;

/** GoBGP 3.10 writes the prefix of a session whole, whatever its length: such routes stay octets unless they are of hosts. */
export const defineMupFamily = (afi: 1 | 2, name: string) =>
  defineRouteTableFamily({
    afi,
    safi: 85,
    name,
    reference: 'draft-ietf-bess-mup-safi',
    routes: routesOf(afi === 1 ? 4 : 6),
  });
