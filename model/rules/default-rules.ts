import { type DiscoveryRules, discoveryRules } from './discovery-rules.ts';

/** Reproduces the reference lab: `nj01emd` is device `01emd` at location `nj`. Counts until an operator writes another. */
export const defaultRules: DiscoveryRules = discoveryRules.parse({
  naming: ['^(?<location>[a-z]{2})(?<device>\\d{2}\\w*)$'],
  vendors: [
    { match: 'FRRouting', vendor: 'FRRouting' },
    { match: 'GoBGP', vendor: 'GoBGP' },
    { match: 'IOS[- ]XR', vendor: 'Cisco IOS XR' },
    { match: 'IOS[- ]XE|Cisco IOS Software', vendor: 'Cisco IOS XE' },
    { match: 'JUNOS|Juniper', vendor: 'Juniper Junos' },
    { match: 'Arista', vendor: 'Arista EOS' },
    { match: 'Huawei|VRP', vendor: 'Huawei VRP' },
    { match: 'Nokia|TiMOS|SR ?OS', vendor: 'Nokia SR OS' },
    { match: 'BIRD', vendor: 'BIRD' },
    // IOS XR sends its bare version, with a leading space; GoBGP's has none, and names no vendor.
    { match: '^ \\d+\\.\\d+\\.\\d+(\\.\\w+)?$', vendor: 'Cisco IOS XR' },
  ],
  tags: ['13979:*'],
  roles: [
    { name: 'trust', role: 'trust', communities: ['13979:100'] },
    { name: 'untrust', role: 'untrust', communities: ['13979:200'] },
  ],
  profiles: [{ name: 'two-arm', roles: ['trust', 'untrust'] }],
  pairing: [{ strategy: 'large-community', community: '13979:*:*' }, { strategy: 'fqdn' }, { strategy: 'bgp-id' }],
});
