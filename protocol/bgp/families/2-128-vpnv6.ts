import { defineLabeledPrefixFamily } from './labeled-prefix-family.ts';

export const vpnv6 = defineLabeledPrefixFamily({
  afi: 2,
  safi: 128,
  name: 'vpnv6',
  reference: 'RFC 4659, RFC 8277',
  labeled: true,
  distinguished: true,
});
