import { routeDistinguisher, u16, u24 } from './route-fields.ts';
import { defineRouteTableFamily, RouteTable } from './route-table.ts';
import { defineRouteType, type RouteOf, type UnknownRoute } from './route-type.ts';

/** RFC 9015 §3.1: an instance of a service function (SFIR). */
const serviceFunctionInstance = defineRouteType({
  code: 1,
  name: 'service-function-instance',
  fields: { routeDistinguisher, serviceFunctionType: u16 },
  key: ['serviceFunctionType'],
});

/** RFC 9015 §3.2: a service function path (SFPR). */
const serviceFunctionPath = defineRouteType({
  code: 2,
  name: 'service-function-path',
  fields: { routeDistinguisher, servicePathIdentifier: u24 },
  key: ['servicePathIdentifier'],
});

type SfcRoute = RouteOf<typeof serviceFunctionInstance | typeof serviceFunctionPath>;

export type SfcNlri = SfcRoute | UnknownRoute;

/** RFC 9015 §3: route type (2), length (2). */
const routes = new RouteTable<SfcRoute>({ typeWidth: 2, lengthWidth: 2 }, [
  serviceFunctionInstance,
  serviceFunctionPath,
]);

export const sfc = defineRouteTableFamily<SfcRoute>({
  afi: 31,
  safi: 9,
  name: 'sfc',
  reference: 'RFC 9015',
  routes,
});
