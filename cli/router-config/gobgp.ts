import type { Target, VendorGuide } from './vendor-guide.ts';

export const gobgp: VendorGuide = {
  vendor: 'gobgp',
  name: 'GoBGP',
  since: 'GoBGP 3.10 (older ones without `sys-name`)',
  where:
    'the TOML file of `gobgpd -f`, before it starts; `gobgp bmp add ADDRESS:PORT all` adds a station to one that runs',
  takes: { hostName: false, source: null, vrf: false, sysName: true, asn: false },
  snippet: ({ host, port, name, sysName }: Target) => [
    `# ${name}`,
    '[[bmp-servers]]',
    '  [bmp-servers.config]',
    `    address = "${host}"`,
    `    port = ${port}`,
    '    route-monitoring-policy = "all"',
    '    statistics-timeout = 60',
    sysName === null
      ? '    # every GoBGP is called "GoBGP" unless told otherwise: sys-name = "NAME"'
      : `    sys-name = "${sysName}"`,
    '    sys-descr = "GoBGP"',
  ],
  views: {
    'adj-rib-in-pre': 'policy `pre-policy` or `all`',
    'adj-rib-in-post': 'policy `post-policy` or `all`',
    'loc-rib': 'policy `local-rib` or `all`',
  },
  facts: [
    'Without `sys-name` every box is called `GoBGP`: the station then tells them apart by BGP identifier, and says so in a finding.',
    'Without `sys-descr` it says the version alone (`3.10.0`), which names no vendor.',
    'Loc-RIB, and routes of its own (from peer `::`, AS 0), come without a Peer Up in 3.10: their feeds open with the first route.',
    'No End-of-RIB for a neighbour that comes up later: such a feed closes by quiet and says `inferred`. Where there is one of post-policy, its A flag is wrong.',
    'Pre-policy updates are passed on as they came; a dump has one prefix a message.',
    'A next hop on loopback is refused, but only after pre-policy has told of it.',
    'Statistics every 15 to 65535 s; none where `statistics-timeout` is missing.',
    'Retries have no setting.',
  ],
  verify: [{ command: 'gobgp bmp', shows: 'stations with their state and since when' }],
  onRouter:
    'GoBGP 3.10.0 (Debian 12): gobgpd started with the snippet; the router under its name and with its vendor, and pre-policy, post-policy and Loc-RIB routes in the API; withdrawals and kills in the reference lab.',
  documentation: [
    { title: 'GoBGP, BMP', url: 'https://github.com/osrg/gobgp/blob/master/docs/sources/bmp.md' },
    { title: 'Loc-RIB Peer Up, pull request 3500', url: 'https://github.com/osrg/gobgp/pull/3500' },
  ],
  uncertain: [
    'Pull request 3500 says that releases before it encode Loc-RIB with path identifiers that no Peer Up announces. 3.10 did not here; where a release does, take `pre-policy` and `post-policy` in its place.',
  ],
};
