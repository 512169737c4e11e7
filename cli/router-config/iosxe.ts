import { given, type Target, type VendorGuide } from './vendor-guide.ts';

export const iosxe: VendorGuide = {
  vendor: 'iosxe',
  name: 'Cisco IOS XE',
  since: 'IOS XE 3.12, IOS 15.4(2)',
  where: 'configuration mode',
  takes: { hostName: false, source: 'interface', vrf: false, sysName: false, asn: true },
  snippet: ({ host, port, name, asn, source }: Target) => [
    `router bgp ${asn}`,
    ' bmp initial-refresh delay 30',
    ' bmp server 1',
    `  address ${host} port-number ${port}`,
    `  description ${name}`,
    '  initial-delay 10',
    '  failure-retry-delay 30',
    '  flapping-delay 60',
    '  stats-reporting-period 60',
    ...given(source, (text) => `  update-source ${text}`),
    '  activate',
    ' exit-bmp-server-mode',
    '! for each neighbour or peer group:',
    '!  neighbor NEIGHBOUR bmp-activate server 1',
    '!',
  ],
  views: { 'adj-rib-in-pre': 'neighbours with `bmp-activate`' },
  facts: [
    'sysName should be the host name of the router, as RFC 7854 has it.',
    'Only neighbours with `bmp-activate` are monitored; `bmp-activate all` sends them to every server.',
    'When a server connects, neighbours are asked for a route refresh one after the other, `bmp initial-refresh delay` after the first server came up. `bmp initial-refresh skip` leaves that out, and with it the routes that are there already.',
    'The number of the server is any; one that is in use already would be changed.',
  ],
  verify: [
    { command: 'show ip bgp bmp server summary', shows: 'servers with their state' },
    { command: 'show ip bgp bmp neighbors', shows: 'neighbours that are monitored, and by which servers' },
  ],
  onRouter: null,
  documentation: [
    {
      title: 'BGP Monitoring Protocol, IP Routing: BGP Configuration Guide',
      url: 'https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/iproute_bgp/configuration/xe-3s/irg-xe-3s-book/bgp-monitor-protocol.html',
    },
  ],
  uncertain: [
    'What sysName and sysDescr say, and how it ends a dump: nothing of IOS XE was at hand.',
    'Whether a server can be in a VRF: the guide knows no such setting.',
  ],
};
