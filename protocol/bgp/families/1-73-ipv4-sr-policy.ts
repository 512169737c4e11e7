import { ipv4 } from '../tlv/field.ts';
import { defineSrPolicyFamily } from './sr-policy-family.ts';

export const ipv4SrPolicy = defineSrPolicyFamily({ afi: 1, name: 'ipv4-sr-policy', endpoint: ipv4, endpointBits: 32 });
