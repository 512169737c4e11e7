import { lastAddress } from '../../fields/addresses.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';
import { threeGpp5g } from './architecture.ts';

export const directSegmentDiscovery = defineRouteType({
  code: threeGpp5g + 2,
  name: 'direct-segment-discovery',
  reference: 'draft-ietf-bess-mup-safi',
  fields: { routeDistinguisher, address: lastAddress },
  key: ['address'],
});
