import { defineLabeledPrefixFamily } from './labeled-prefix-family.ts';

export const ipv4Labeled = defineLabeledPrefixFamily({
  afi: 1,
  safi: 4,
  name: 'ipv4-labeled',
  reference: 'RFC 8277',
  labeled: true,
  distinguished: false,
});
