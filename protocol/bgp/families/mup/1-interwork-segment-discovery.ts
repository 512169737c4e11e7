import { routeDistinguisher } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { threeGpp5g } from './architecture.ts';
import { prefix } from './fields.ts';

export const interworkSegmentDiscovery = (version: 4 | 6) =>
  defineRouteType({
    code: threeGpp5g + 1,
    name: 'interwork-segment-discovery',
    fields: { routeDistinguisher, prefix: prefix(version) },
    key: ['prefix'],
  });
