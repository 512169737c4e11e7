import { defineLabeledPrefixFamily } from './labeled-prefix-family.ts';

/** RFC 6514 §10: as VPN prefixes, but without a label. */
export const ipv4MulticastVpn = defineLabeledPrefixFamily({
  afi: 1,
  safi: 129,
  name: 'ipv4-multicast-vpn',
  reference: 'RFC 6514',
  labeled: false,
  distinguished: true,
});
