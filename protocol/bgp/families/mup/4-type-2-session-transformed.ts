import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType } from '../route-type.ts';
import { threeGpp5g } from './architecture.ts';
import { sessionTlvs, tunnelEndpoint } from './fields.ts';

export const type2SessionTransformed = (version: 4 | 6) =>
  defineRouteType({
    code: threeGpp5g + 4,
    name: 'type-2-session-transformed',
    reference: 'draft-ietf-bess-mup-safi',
    fields: { routeDistinguisher, endpoint: tunnelEndpoint(version), tlvs: sessionTlvs },
    key: ['endpoint'],
  });
