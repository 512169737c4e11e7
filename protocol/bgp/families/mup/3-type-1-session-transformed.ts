import { address, routeDistinguisher, u8, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { threeGpp5g } from './architecture.ts';
import { prefix, sessionSource } from './fields.ts';

/** Tunnel endpoint identifier and QoS flow identifier are attributes of the route. */
export const type1SessionTransformed = (version: 4 | 6) =>
  defineRouteType({
    code: threeGpp5g + 3,
    name: 'type-1-session-transformed',
    fields: {
      routeDistinguisher,
      prefix: prefix(version),
      tunnelEndpointIdentifier: u32,
      qosFlowIdentifier: u8,
      endpointAddress: address,
      source: sessionSource,
    },
    key: ['prefix'],
  });
