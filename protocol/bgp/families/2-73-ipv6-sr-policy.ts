import { ipv6 } from '../tlv/field.ts';
import { defineSrPolicyFamily } from './sr-policy-family.ts';

export const ipv6SrPolicy = defineSrPolicyFamily({ afi: 2, name: 'ipv6-sr-policy', endpoint: ipv6, endpointBits: 128 });
