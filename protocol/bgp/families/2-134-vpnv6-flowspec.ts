import { defineFlowspecFamily } from './flowspec-family.ts';

export const vpnv6Flowspec = defineFlowspecFamily({
  afi: 2,
  safi: 134,
  name: 'vpnv6-flowspec',
  reference: 'RFC 8955, RFC 8956',
});
