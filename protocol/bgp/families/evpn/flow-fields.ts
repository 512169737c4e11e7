import { u32 } from '../../fields/numbers.ts';
import { multicastAddress, sizedAddress } from '../route-fields.ts';

/** What routes about a multicast flow have in common, in the order of the wire; RFC 9251 §9, RFC 9572 §3.2. */
export const flowFields = {
  ethernetTagId: u32,
  multicastSource: multicastAddress,
  multicastGroup: multicastAddress,
  originatingRouterAddress: sizedAddress,
};

export const flowKey = ['ethernetTagId', 'multicastSource', 'multicastGroup', 'originatingRouterAddress'] as const;
