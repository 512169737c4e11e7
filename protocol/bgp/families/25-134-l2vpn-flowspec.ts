import { defineFlowspecFamily } from './flowspec-family.ts';

export const l2vpnFlowspec = defineFlowspecFamily({
  afi: 25,
  safi: 134,
  name: 'l2vpn-flowspec',
  reference: 'draft-ietf-idr-flowspec-l2vpn',
});
