import { optionalAddress, routeDistinguisher, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { ethernetSegmentIdentifier, labels, macAddress } from './fields.ts';

/** RFC 7432 §7.2. The segment and the labels are attributes of the route: a MAC that moves keeps its key. */
export const macIpAdvertisement = defineRouteType({
  code: 2,
  name: 'mac-ip-advertisement',
  fields: {
    routeDistinguisher,
    ethernetSegmentIdentifier,
    ethernetTagId: u32,
    macAddress,
    ipAddress: optionalAddress([]),
    labels: labels(2),
  },
  key: ['ethernetTagId', 'macAddress', 'ipAddress'],
});
