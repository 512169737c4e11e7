import { definePrefixFamily } from './prefix-family.ts';

export const ipv6Unicast = definePrefixFamily({ afi: 2, safi: 1, name: 'ipv6-unicast', reference: 'RFC 2545' });
