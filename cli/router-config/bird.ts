import { given, type Target, type VendorGuide } from './vendor-guide.ts';

export const bird: VendorGuide = {
  vendor: 'bird',
  name: 'BIRD',
  since: 'BIRD 2.14, built with bmp (`--with-protocols`)',
  where: '`bird.conf`, then `birdc configure`',
  takes: { hostName: false, source: 'address', vrf: false, sysName: true, asn: false },
  snippet: ({ host, port, name, source, sysName }: Target) => [
    `protocol bmp '${name}' {`,
    ...given(source, (address) => `  local address ${address};`),
    `  station address ip ${host} port ${port};`,
    '  # pre-policy is told of channels with an import table only: import table on;',
    '  monitoring rib in pre_policy;',
    '  monitoring rib in post_policy;',
    sysName === null
      ? '  # every BIRD is called "Not defined" unless told otherwise: system name "NAME";'
      : `  system name "${sysName}";`,
    '  system description "BIRD";',
    '}',
  ],
  views: {
    'adj-rib-in-pre': 'channels with `import table on`',
    'adj-rib-in-post': 'always',
  },
  facts: [
    'BMP is in a build only where the build names it. That of Debian 12 (2.0.12) has none: BMP came with 2.13, both views with 2.14. `bird -p -c FILE` says whether it is there.',
    'BIRD 3.3.2 ends with an assertion (proto/bgp/attrs.c) at the first route of a channel with an import table, and sends no route of one without. Try a release before it is trusted.',
    'Without `system name` every BIRD is called `Not defined`: the station then tells them apart by BGP identifier, and says so in a finding.',
    'sysDescr is `Not defined` too unless set; the snippet sets it, so that the vendor is known.',
    'The dump of each view of a neighbour ends with End-of-RIB.',
    'There are no statistics, and a retry every 10 s that has no setting.',
    'All BGP protocols are monitored. `tx buffer limit` (megabytes) is how much may wait before the session is given up.',
    'Peer Up and Peer Down have no time.',
  ],
  verify: [{ command: 'birdc show protocols all', shows: 'the state of the BMP protocol among the others' }],
  onRouter:
    'BIRD 3.3.2, built from the source of Debian (trixie-backports): the snippet taken, the session, its name and vendor, Peer Up, Peer Down and End-of-RIB in the API. No routes: see above.',
  documentation: [
    { title: 'BIRD user guide (doc/bird.sgml), section BMP, and NEWS', url: 'https://gitlab.nic.cz/labs/bird' },
  ],
  uncertain: ['Releases between 2.14 and 3.3 were not at hand.'],
};
