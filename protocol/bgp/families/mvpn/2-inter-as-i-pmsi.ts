import { routeDistinguisher, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 6514 §4.2. */
export const interAsIPmsi = defineRouteType({
  code: 2,
  name: 'inter-as-i-pmsi',
  fields: { routeDistinguisher, sourceAs: u32 },
  key: ['sourceAs'],
});
