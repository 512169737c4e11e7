import { given, type Target, type VendorGuide } from './vendor-guide.ts';

export const eos: VendorGuide = {
  vendor: 'eos',
  name: 'Arista EOS',
  since: 'EOS 4.20.1F (Loc-RIB: newer releases)',
  where: 'configuration mode',
  takes: { hostName: false, source: 'interface', vrf: true, sysName: false, asn: true },
  snippet: ({ host, port, name, asn, source, vrf }: Target) => [
    `router bgp ${asn}`,
    '   bgp monitoring',
    '   monitoring received routes address-family ipv4 unicast',
    '   monitoring received routes address-family ipv6 unicast',
    `   monitoring station ${name}`,
    ...given(source, (text) => `      update-source ${text}`),
    '      statistics',
    `      connection address ${host}${vrf === null ? '' : ` vrf ${vrf}`}`,
    `      connection mode active port ${port}`,
    '      connection keepalive 180 60 3',
    '      export-policy received routes pre-policy',
    '! the other view of what was received: export-policy received routes post-policy',
    '      export-policy bgp rib bestpaths',
    '!',
  ],
  views: {
    'adj-rib-in-pre': '`export-policy received routes pre-policy`',
    'adj-rib-in-post': '`export-policy received routes post-policy`',
    'loc-rib': '`export-policy bgp rib bestpaths`, on releases that have it',
  },
  facts: [
    'sysName should be the host name of the router, as RFC 7854 has it.',
    '`bgp monitoring` monitors all neighbours; `neighbor NEIGHBOUR monitoring` one or a group.',
    'Only families that `monitoring received routes address-family` names are sent; `vpn-ipv4` and `vpn-ipv6` are others.',
    '`monitoring timestamp send-time` gives the time of sending instead of that of arrival.',
  ],
  verify: [{ command: 'show bgp monitoring', shows: 'stations with their state, and what was sent to them' }],
  onRouter: null,
  documentation: [
    { title: 'EOS features, BGP', url: 'https://www.arista.com/en/support/toi/tag/bgp' },
    {
      title: 'BMP log streaming, Azure Operator Nexus (routers with EOS)',
      url: 'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/operator-nexus/concepts-bmp-log-streaming.md',
    },
    { title: 'BMP on EOS, Akvorado', url: 'https://github.com/akvorado/akvorado' },
    { title: 'BMP on EOS, OpenConfig feature profiles', url: 'https://github.com/openconfig/featureprofiles' },
  ],
  uncertain: [
    'The reference of Arista was not at hand; the lines are from configurations that others publish.',
    'How pre- and post-policy are sent together, which EOS is said to be able to: a second `export-policy received routes` may replace the first.',
    'The exact form of the `show` command, what sysName and sysDescr say, and how it ends a dump.',
    'The keyword for Adj-RIB-Out, which Arista says newer releases send, and the interval of `statistics`.',
    'Whether `connection address` takes a name: it is refused here.',
  ],
};
