import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';
import { flowFields, flowKey } from './flow-fields.ts';

/** RFC 9572 §3.2. */
export const sPmsi = defineRouteType({
  code: 10,
  name: 's-pmsi',
  reference: 'RFC 9572',
  fields: { routeDistinguisher, ...flowFields },
  key: flowKey,
});
