import { given, type Target, type VendorGuide } from './vendor-guide.ts';

export const iosxr: VendorGuide = {
  vendor: 'iosxr',
  name: 'Cisco IOS XR',
  since: 'IOS XR 5.2.2 (Loc-RIB: 7.5.4; pre- and post-policy together: 25.4.1)',
  where: 'configuration mode, then `commit`',
  takes: { hostName: true, source: 'interface', vrf: true, sysName: false, asn: true },
  snippet: ({ host, port, name, asn, source, vrf }: Target) => [
    'bmp server 1',
    ` host ${host} port ${port}`,
    ` description ${name}`,
    ...given(vrf, (text) => ` vrf ${text}`),
    ...given(source, (text) => ` update-source ${text}`),
    ' initial-delay 10',
    ' flapping-delay 60',
    ' initial-refresh delay 30 spread 10',
    ' stats-reporting-period 60',
    '!',
    'bmp server all',
    ' route-monitoring inbound pre-policy',
    '! from 25.4.1 beside pre-policy, before that instead of it: route-monitoring inbound post-policy',
    '! (older releases write it: route-monitoring policy post inbound)',
    '! from 7.5.4, before 25.4.1 together with post-policy: route-monitoring local-rib',
    '!',
    `router bgp ${asn}`,
    '! for each neighbour, in a VRF too:',
    '!  neighbor NEIGHBOUR',
    '!   bmp-activate server 1',
    '!',
  ],
  views: {
    'adj-rib-in-pre': 'neighbours with `bmp-activate`',
    'adj-rib-in-post': 'neighbours with `bmp-activate`; beside pre-policy from 25.4.1',
    'loc-rib': 'from 7.5.4',
  },
  facts: [
    'sysName is the host name of the router; sysDescr is the version alone, after a space: ` 7.4.1`.',
    'Only neighbours with `bmp-activate` are monitored. Those of VRFs are peers of type 1, with the route distinguisher.',
    'Pre-policy is filled by a route refresh to every monitored neighbour, one after the other (`initial-refresh delay … spread …`): with many neighbours the first dump takes minutes.',
    '7.4.1 ends dumps with End-of-RIB (recorded, pre-policy); a short recording of 7.5.4 with post-policy and Loc-RIB has none.',
    'Eight servers at most. `flapping-delay` below 60 is refused.',
  ],
  verify: [
    { command: 'show bgp bmp summary', shows: 'servers with their state, and how many neighbours each has' },
    { command: 'show bgp bmp server 1', shows: 'one server with its timers, neighbours and messages sent' },
  ],
  onRouter: null,
  documentation: [
    {
      title: 'BGP monitoring protocol, Cisco 8000 BGP configuration guide',
      url: 'https://www.cisco.com/c/en/us/td/docs/iosxr/cisco8000/bgp/bgp-config-cisco8000/r-wrapper-monitoring-debugging/c-bgp-monitoring-protocol-concepts.html',
    },
    {
      title: 'Local-RIB view, same guide',
      url: 'https://www.cisco.com/c/en/us/td/docs/iosxr/cisco8000/bgp/bgp-config-cisco8000/r-wrapper-monitoring-debugging/c-local-rib-view-for-ip-and-l3vpn-address-families.html',
    },
    {
      title: 'Pre- and post-policy together, same guide',
      url: 'https://www.cisco.com/c/en/us/td/docs/iosxr/cisco8000/bgp/bgp-config-cisco8000/r-wrapper-monitoring-debugging/c-simultaneous-monitor-adj-rib-pre-post-policy-views.html',
    },
    { title: 'BMP server, data model', url: 'https://netascode.cisco.com/docs/data_models/iosxr/device/bmp_server' },
  ],
  uncertain: [
    'Which release changed `route-monitoring policy post inbound` to `route-monitoring inbound post-policy` (24.4 has the latter).',
    'Whether `host` takes a name on every release.',
    'The exact form of the `show` commands.',
  ],
};
