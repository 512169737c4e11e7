import { defineMupFamily } from './mup-family.ts';

export const ipv6Mup = defineMupFamily(2, 'ipv6-mup');
