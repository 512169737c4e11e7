import { defineSrPolicyFamily } from './sr-policy-family.ts';

export const ipv6SrPolicy = defineSrPolicyFamily(2, 'ipv6-sr-policy');
