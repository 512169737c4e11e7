import { defineFlowspecFamily } from './flowspec-family.ts';

export const ipv4Flowspec = defineFlowspecFamily({ afi: 1, safi: 133, name: 'ipv4-flowspec', reference: 'RFC 8955' });
