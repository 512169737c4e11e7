import { ipv4 } from '../fields/addresses.ts';
import { struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { routeDistinguisher } from '../fields/octets.ts';
import { defineFixedLengthFamily } from './fixed-length-family.ts';

const fields = struct({ routeDistinguisher, peAddress: ipv4, groupAddress: ipv4 });

/** RFC 6037: the tree by which a PE sends the multicast of a VPN. */
export type MulticastDistributionTree = ValueOf<typeof fields>;

export const ipv4Mdt = defineFixedLengthFamily({
  afi: 1,
  safi: 66,
  name: 'ipv4-mdt',
  reference: 'RFC 6037',
  bits: 128,
  fields,
  format: ({ peAddress, groupAddress }) => `[${peAddress}]:[${groupAddress}]`,
  routeDistinguisher: ({ routeDistinguisher }) => routeDistinguisher,
});
