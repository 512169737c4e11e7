import { prefix } from '../../fields/addresses.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';
import { threeGpp5g } from './architecture.ts';

export const interworkSegmentDiscovery = (version: 4 | 6) =>
  defineRouteType({
    code: threeGpp5g + 1,
    name: 'interwork-segment-discovery',
    reference: 'draft-ietf-bess-mup-safi',
    fields: { routeDistinguisher, prefix: prefix(version) },
    key: ['prefix'],
  });
