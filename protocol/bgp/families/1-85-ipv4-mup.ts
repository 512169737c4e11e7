import { defineMupFamily } from './mup-family.ts';

export const ipv4Mup = defineMupFamily(1, 'ipv4-mup');
