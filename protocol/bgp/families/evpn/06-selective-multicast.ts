import { u8 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';
import { flowFields, flowKey } from './flow-fields.ts';

/** RFC 9251 §9.1. */
export const selectiveMulticast = defineRouteType({
  code: 6,
  name: 'selective-multicast',
  reference: 'RFC 9251',
  fields: { routeDistinguisher, ...flowFields, flags: u8 },
  key: flowKey,
});
