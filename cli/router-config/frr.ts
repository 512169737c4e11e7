import type { Target, VendorGuide } from './vendor-guide.ts';

const monitored = ['ipv4 unicast', 'ipv6 unicast'] as const;

export const frr: VendorGuide = {
  vendor: 'frr',
  name: 'FRRouting',
  since: 'FRR 8.4 (Loc-RIB: FRR 10)',
  where: '`vtysh`, after `configure terminal`; bgpd has to run with `-M bmp` (`bgpd_options` in `/etc/frr/daemons`)',
  takes: { hostName: true, source: 'interface', vrf: false, sysName: false, asn: true },
  snippet: ({ host, port, name, asn, source }: Target) => [
    `router bgp ${asn}`,
    '! pre-policy has something to say only of neighbours whose updates are kept:',
    '!   address-family ipv4 unicast',
    '!    neighbor NEIGHBOUR soft-reconfiguration inbound',
    ` bmp targets ${name}`,
    '  bmp stats interval 60000',
    ...monitored.flatMap((family) => [
      `  bmp monitor ${family} pre-policy`,
      `  bmp monitor ${family} post-policy`,
      `! FRR 10 and later: bmp monitor ${family} loc-rib`,
    ]),
    `  bmp connect ${host} port ${port} min-retry 1000 max-retry 30000${source === null ? '' : ` source-interface ${source}`}`,
    ' exit',
    'exit',
  ],
  views: {
    'adj-rib-in-pre': 'neighbours with `soft-reconfiguration inbound`; of others, withdrawals only',
    'adj-rib-in-post': 'always',
    'loc-rib': 'FRR 10 and later; 8.4.4 refuses the line',
  },
  facts: [
    'sysName is `hostname` of the file that bgpd starts with, else the host name of the machine; `hostname` typed into vtysh does not reach bgpd 8.4.4. sysDescr is `FRRouting` with the version.',
    'Statistics and retries are in milliseconds.',
    'All neighbours of the BGP instance are monitored; none can be left out.',
    'End-of-RIB comes at the end of the dump, but not for a neighbour that comes up later: such a feed closes by quiet and says `inferred`.',
    'Of neighbours that were up before BMP was configured, Peer Up has two empty OPENs until their sessions restart: no capabilities, no hold time.',
    'A dump has one prefix a message, and no path identifiers.',
    'After a change of policy every route of a neighbour is sent again. It closes without a Termination.',
    'VPN, EVPN and multicast have lines of their own, such as `bmp monitor ipv4 vpn post-policy`.',
    '`bmp listener ADDRESS port PORT` in the place of `bmp connect` has it wait for the station, which connects to the routers in `ACTIVE_ROUTERS`.',
    'Another VRF is another `router bgp ASN vrf NAME` with a `bmp targets` of its own; newer releases also have `bmp import-vrf-view`.',
  ],
  verify: [
    { command: 'show bmp', shows: 'targets, sessions with their state, what is monitored, octets sent and queued' },
  ],
  onRouter:
    'FRR 8.4.4 (Debian 12): the snippet typed into vtysh, every line taken; the router, pre- and post-policy routes and the vendor in the API; withdrawals, session restarts, reconnects and kills in the reference lab. `loc-rib` refused. `source-interface` taken, but bgpd without zebra, as it runs in the lab, does not connect with it.',
  documentation: [
    { title: 'FRRouting user guide, BMP', url: 'https://github.com/FRRouting/frr/blob/master/doc/user/bmp.rst' },
    { title: 'Loc-RIB in FRRouting, pull request 11800', url: 'https://github.com/FRRouting/frr/pull/11800' },
  ],
  uncertain: ['Which release was the first with `loc-rib`: the guide does not name it; 10.7 has it.'],
};
