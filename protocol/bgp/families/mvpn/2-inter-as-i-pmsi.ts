import { u32 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 6514 §4.2. */
export const interAsIPmsi = defineRouteType({
  code: 2,
  name: 'inter-as-i-pmsi',
  reference: 'RFC 6514',
  fields: { routeDistinguisher, sourceAs: u32 },
  key: ['sourceAs'],
});
