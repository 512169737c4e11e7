import { u32 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';
import { ethernetSegmentIdentifier, labels } from './fields.ts';

/** RFC 7432 §7.1; of a whole Ethernet segment where the tag is 0xffffffff (§8.2.1). */
export const ethernetAutoDiscovery = defineRouteType({
  code: 1,
  name: 'ethernet-auto-discovery',
  reference: 'RFC 7432',
  fields: { routeDistinguisher, ethernetSegmentIdentifier, ethernetTagId: u32, labels: labels(1) },
  key: ['ethernetTagId', 'ethernetSegmentIdentifier'],
});
