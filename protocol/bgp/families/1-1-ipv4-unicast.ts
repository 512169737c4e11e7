import { definePrefixFamily } from './prefix-family.ts';

export const ipv4Unicast = definePrefixFamily({ afi: 1, safi: 1, name: 'ipv4-unicast', reference: 'RFC 4271' });
