import { defineFlowspecFamily } from './flowspec-family.ts';

export const vpnv4Flowspec = defineFlowspecFamily({ afi: 1, safi: 134, name: 'vpnv4-flowspec', reference: 'RFC 8955' });
