import { given, type Target, type VendorGuide } from './vendor-guide.ts';

const families = ['ipv4-family unicast', 'ipv6-family unicast'] as const;
const modes = ['adj-rib-in pre-policy', 'adj-rib-in post-policy', 'local-rib', 'adj-rib-out post-policy'] as const;

export const vrp: VendorGuide = {
  vendor: 'vrp',
  name: 'Huawei VRP',
  since: 'VRP 8 of NE40E and NetEngine 8000',
  where: '`system-view`; the last line commits',
  takes: { hostName: false, source: 'interface or address', vrf: true, sysName: false, asn: true },
  snippet: ({ host, port, name, asn, source, vrf }: Target) => [
    `bgp ${asn}`,
    ' keep-all-routes',
    ' quit',
    'bmp',
    ' statistics-timer 60',
    ` bmp-session ${vrf === null ? '' : `vpn-instance ${vrf} `}${host} alias ${name}`,
    '  monitor public',
    ...families.flatMap((family) => modes.map((mode) => `   route-mode ${family} ${mode}`)),
    '   quit',
    `  tcp connect port ${port}`,
    ...given(source, (text) => `  connect-interface ${text}`),
    '  quit',
    ' quit',
    'commit',
  ],
  views: {
    'adj-rib-in-pre': 'with `keep-all-routes` of BGP or of the neighbour',
    'adj-rib-in-post': 'always',
    'loc-rib': 'always; `local-rib all` and `add-path` send more than the best path',
    'adj-rib-out-pre': '`route-mode … adj-rib-out pre-policy` instead of `post-policy`',
    'adj-rib-out-post': 'always',
  },
  facts: [
    'sysName is `sysname`; sysDescr is several lines with platform, version and model.',
    '`monitor public` is all neighbours outside VPN instances; `monitor vpn-instance NAME`, `monitor all-vpn-instance` and `monitor peer ADDRESS` choose others.',
    '`keep-all-routes` costs memory: BGP keeps what its policies refuse. Without it pre-policy is not complete.',
    'Parameters of a session that is up already need `reset bmp session` to take effect.',
    'A Peer Up of Loc-RIB comes once a family, under one key; a Loc-RIB ends with End-of-RIB, the views of neighbours in what we have of V800R021 do not.',
    'Statistics every 3,600 s unless set.',
  ],
  verify: [
    { command: 'display bmp session verbose', shows: 'state, timers and what is monitored' },
    { command: 'display bgp bmp-monitor all', shows: 'neighbours that are monitored' },
  ],
  onRouter: null,
  documentation: [
    { title: 'Recording of V800R021, NetGauze', url: 'https://github.com/NetGauze/NetGauze' },
    {
      title: 'BMP for BGP4+, NetEngine 8000 configuration guide',
      url: 'http://a10.tagan.ru/huawei/netengine8000f1a/software/nev8r10_vrpv8r16/user/vrp/dc_vrp_bgp6_cfg_0092.html',
    },
    {
      title: 'display bmp-session, NetEngine 8000 command reference',
      url: 'http://a10.tagan.ru/huawei/netengine8000f1a/command/8090/display-bmp-session(BMPOM).html',
    },
  ],
  uncertain: [
    'The documents are copies on a site that is not of Huawei.',
    'That one session takes `pre-policy` and `post-policy` of a family together is read from a recording of V800R021, which has both.',
  ],
};
