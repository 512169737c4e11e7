import { defineLabeledPrefixFamily } from './labeled-prefix-family.ts';

export const vpnv4 = defineLabeledPrefixFamily({
  afi: 1,
  safi: 128,
  name: 'vpnv4',
  reference: 'RFC 4364, RFC 8277',
  labeled: true,
  distinguished: true,
});
