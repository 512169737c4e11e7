import { defineFlowspecFamily } from './flowspec-family.ts';

export const ipv6Flowspec = defineFlowspecFamily({
  afi: 2,
  safi: 133,
  name: 'ipv6-flowspec',
  reference: 'RFC 8955, RFC 8956',
});
