import { defineLabeledPrefixFamily } from './labeled-prefix-family.ts';

export const ipv6Labeled = defineLabeledPrefixFamily({
  afi: 2,
  safi: 4,
  name: 'ipv6-labeled',
  reference: 'RFC 8277',
  labeled: true,
  distinguished: false,
});
