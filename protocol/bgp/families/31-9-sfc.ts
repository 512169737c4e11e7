import type { ValueOf } from '../fields/field.ts';
import { u16, u24 } from '../fields/numbers.ts';
import { routeDistinguisher } from '../fields/octets.ts';
import { defineRouteTableFamily, routeTable } from './route-table.ts';
import { defineRouteType } from './route-type.ts';

/** RFC 9015 §3.1: an instance of a service function (SFIR). */
const serviceFunctionInstance = defineRouteType({
  code: 1,
  name: 'service-function-instance',
  reference: 'RFC 9015',
  fields: { routeDistinguisher, serviceFunctionType: u16 },
  key: ['serviceFunctionType'],
});

/** RFC 9015 §3.2: a service function path (SFPR). */
const serviceFunctionPath = defineRouteType({
  code: 2,
  name: 'service-function-path',
  reference: 'RFC 9015',
  fields: { routeDistinguisher, servicePathIdentifier: u24 },
  key: ['servicePathIdentifier'],
});

/** RFC 9015 §3: route type (2), length (2). */
const routes = routeTable({ typeWidth: 2, lengthWidth: 2 }, [serviceFunctionInstance, serviceFunctionPath]);

export type SfcNlri = ValueOf<typeof routes>;

export const sfc = defineRouteTableFamily({ afi: 31, safi: 9, name: 'sfc', reference: 'RFC 9015', routes });
