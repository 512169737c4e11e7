import { defineLabeledPrefixFamily } from './labeled-prefix-family.ts';

/** RFC 6514 §10: as VPN prefixes, but without a label. */
export const ipv6MulticastVpn = defineLabeledPrefixFamily({
  afi: 2,
  safi: 129,
  name: 'ipv6-multicast-vpn',
  reference: 'RFC 6514',
  labeled: false,
  distinguished: true,
});
