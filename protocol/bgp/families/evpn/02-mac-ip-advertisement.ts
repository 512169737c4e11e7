import { u32 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { optionalAddress } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { ethernetSegmentIdentifier, labels, macAddress } from './fields.ts';

/** RFC 7432 §7.2. The segment and the labels are attributes of the route: a MAC that moves keeps its key. */
export const macIpAdvertisement = defineRouteType({
  code: 2,
  name: 'mac-ip-advertisement',
  reference: 'RFC 7432',
  fields: {
    routeDistinguisher,
    ethernetSegmentIdentifier,
    ethernetTagId: u32,
    macAddress,
    ipAddress: optionalAddress(),
    labels: labels(2),
  },
  key: ['ethernetTagId', 'macAddress', 'ipAddress'],
});
