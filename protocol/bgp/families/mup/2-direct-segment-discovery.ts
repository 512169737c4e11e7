import { lastAddress, routeDistinguisher } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { threeGpp5g } from './architecture.ts';

export const directSegmentDiscovery = defineRouteType({
  code: threeGpp5g + 2,
  name: 'direct-segment-discovery',
  fields: { routeDistinguisher, address: lastAddress },
  key: ['address'],
});
