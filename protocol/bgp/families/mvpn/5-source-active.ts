import { routeDistinguisher } from '../../fields/octets.ts';
import { multicastAddress } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** RFC 6514 §4.5. */
export const sourceActive = defineRouteType({
  code: 5,
  name: 'source-active',
  reference: 'RFC 6514',
  fields: { routeDistinguisher, multicastSource: multicastAddress, multicastGroup: multicastAddress },
  key: ['multicastSource', 'multicastGroup'],
});
