import { address, multicastAddress, routeDistinguisher, u32 } from '../route-fields.ts';
import { ethernetSegmentIdentifier } from './fields.ts';

/** What the two synch routes of RFC 9251 §9.2 and §9.3 have in common, in the order of the wire. */
export const synchFields = {
  routeDistinguisher,
  ethernetSegmentIdentifier,
  ethernetTagId: u32,
  multicastSource: multicastAddress,
  multicastGroup: multicastAddress,
  originatingRouterAddress: address,
};

export const synchKey = [
  'ethernetTagId',
  'ethernetSegmentIdentifier',
  'multicastSource',
  'multicastGroup',
  'originatingRouterAddress',
] as const;
