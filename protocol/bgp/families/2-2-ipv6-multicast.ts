import { definePrefixFamily } from './prefix-family.ts';

export const ipv6Multicast = definePrefixFamily({ afi: 2, safi: 2, name: 'ipv6-multicast', reference: 'RFC 2545' });
