import { definePrefixFamily } from './prefix-family.ts';

export const ipv4Multicast = definePrefixFamily({ afi: 1, safi: 2, name: 'ipv4-multicast', reference: 'RFC 4760' });
