import { prefix } from '../../fields/addresses.ts';
import { u8, u32 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { sizedAddress } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { threeGpp5g } from './architecture.ts';
import { sessionSource } from './fields.ts';

/** Tunnel endpoint identifier and QoS flow identifier are attributes of the route. */
export const type1SessionTransformed = (version: 4 | 6) =>
  defineRouteType({
    code: threeGpp5g + 3,
    name: 'type-1-session-transformed',
    reference: 'draft-ietf-bess-mup-safi',
    fields: {
      routeDistinguisher,
      prefix: prefix(version),
      tunnelEndpointIdentifier: u32,
      qosFlowIdentifier: u8,
      endpointAddress: sizedAddress,
      source: sessionSource,
    },
    key: ['prefix'],
  });
