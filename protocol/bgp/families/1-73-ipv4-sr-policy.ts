import { defineSrPolicyFamily } from './sr-policy-family.ts';

export const ipv4SrPolicy = defineSrPolicyFamily(1, 'ipv4-sr-policy');
