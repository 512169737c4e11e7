import { given, type Target, type VendorGuide } from './vendor-guide.ts';

export const junos: VendorGuide = {
  vendor: 'junos',
  name: 'Juniper Junos',
  since: 'Junos 13.3 (Loc-RIB and Adj-RIB-Out: newer releases)',
  where: 'configuration mode, then `commit`',
  takes: { hostName: true, source: 'address', vrf: true, sysName: false, asn: false },
  snippet({ host, port, name, source, vrf }: Target) {
    const station = `set routing-options bmp station ${name}`;
    return [
      `${station} connection-mode active`,
      `${station} station-address ${host}`,
      `${station} station-port ${port}`,
      ...given(source, (address) => `${station} local-address ${address}`),
      ...given(vrf, (instance) => `${station} routing-instance ${instance}`),
      `${station} monitor enable`,
      `${station} statistics-timeout 60`,
      `${station} hold-down 30 flaps 10 period 30`,
      `${station} route-monitoring pre-policy`,
      `${station} route-monitoring post-policy`,
      '# An older release refuses the lines from here on, and keeps those above:',
      `${station} route-monitoring loc-rib`,
      `${station} route-monitoring rib-out pre-policy`,
      `${station} route-monitoring rib-out post-policy`,
    ];
  },
  views: {
    'adj-rib-in-pre': 'always; the view it sends where none is configured',
    'adj-rib-in-post': 'always',
    'loc-rib': 'releases that have `route-monitoring loc-rib`',
    'adj-rib-out-pre': 'releases that have `route-monitoring rib-out`',
    'adj-rib-out-post': 'releases that have `route-monitoring rib-out`',
  },
  facts: [
    'sysName should be the host name of the router. `initiation-message TEXT` adds a line of free text, which the router shows as `information`.',
    'Each view can be chosen per group and neighbour too: `protocols bgp group GROUP bmp route-monitoring …`; `none` leaves one out.',
    'A view that is taken out of the configuration is withdrawn route by route.',
    '`pre-policy exclude-non-feasible` and `post-policy exclude-non-eligible` leave out what could not be selected anyway.',
    'The name of a table comes in a TLV of type 0 of a Peer Up.',
    'Three stations at most, as documented for 13.2.',
  ],
  verify: [{ command: 'show bgp bmp', shows: 'stations with their state, last change and what is monitored' }],
  onRouter: null,
  documentation: [
    {
      title: 'bmp, Junos CLI reference',
      url: 'https://juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/statement/bmp-edit-routing-options.html',
    },
    {
      title: 'route-monitoring, Junos CLI reference',
      url: 'https://juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/statement/route-monitoring-edit-routing-options-bmp.html',
    },
    {
      title: 'station, Junos 13.2',
      url: 'https://juniper.net/documentation/en_US/junos13.2/topics/reference/configuration-statement/station-edit-routing-options-bmp.html',
    },
  ],
  uncertain: [
    'What sysName and sysDescr say, and how it ends a dump: nothing of Junos was at hand.',
    'The reference does not say which releases brought `loc-rib` and `rib-out`, nor what follows from `hold-down` left out.',
  ],
};
