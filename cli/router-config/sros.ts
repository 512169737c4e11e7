import { given, type Target, type VendorGuide } from './vendor-guide.ts';

export const sros: VendorGuide = {
  vendor: 'sros',
  name: 'Nokia SR OS',
  since: 'SR OS 21 (MD-CLI)',
  where: '`edit-config exclusive` in MD-CLI, then `commit`',
  takes: { hostName: false, source: 'address', vrf: true, sysName: false, asn: false },
  snippet({ host, port, name, source, vrf }: Target) {
    const station = `/configure bmp station "${name}"`;
    const monitor = '/configure router "Base" bgp monitor';
    return [
      `${station} stats-report-interval 60`,
      `${station} connection connect-retry 30`,
      `${station} connection station-address ip-address ${host}`,
      `${station} connection station-address port ${port}`,
      ...given(source, (address) => `${station} connection local-address ${address}`),
      ...given(vrf, (instance) => `${station} connection router-instance "${instance}"`),
      `${station} connection tcp-keepalive admin-state enable`,
      `${station} family ipv4 true`,
      `${station} family ipv6 true`,
      `# more: label-ipv4 label-ipv6 vpn-ipv4 vpn-ipv6 mcast-ipv4 mcast-ipv6 evpn l2-vpn`,
      `${station} admin-state enable`,
      '/configure bmp admin-state enable',
      `${monitor} route-monitoring pre-policy true`,
      `${monitor} route-monitoring post-policy true`,
      `${monitor} station "${name}"`,
      `${monitor} admin-state enable`,
    ];
  },
  views: {
    'adj-rib-in-pre': '`route-monitoring pre-policy true`',
    'adj-rib-in-post': '`route-monitoring post-policy true`',
  },
  facts: [
    'sysName should be `/configure system name`. `initiation-message TEXT` of the station adds a line of free text, which the router shows as `information`.',
    'IPv4 unicast alone is sent unless `family` names more.',
    'All of BGP is monitored, or a group or neighbour that has a `monitor` of its own.',
    '`report-local-routes true` of the station also sends what the router originates itself.',
    'Eight stations at most; the interval of statistics is 15 to 65535 s, and none are sent where it is missing.',
  ],
  verify: [
    { command: 'show router bgp monitor', shows: 'what is monitored' },
    { command: 'show bmp station', shows: 'stations with the state of their connections' },
  ],
  onRouter: null,
  documentation: [
    {
      title: 'nokia-conf-bmp, YANG model',
      url: 'https://github.com/nokia/7x50_YangModels/blob/master/YANG/nokia-conf-bmp.yang',
    },
    {
      title: 'nokia-conf-router-bgp (container monitor), YANG model',
      url: 'https://github.com/nokia/7x50_YangModels/blob/master/YANG/nokia-conf-router-bgp.yang',
    },
  ],
  uncertain: [
    'Classic CLI: the same words are there (`configure bmp station`, `configure router bgp monitor`), in another shape.',
    'The exact form of the `show` commands, what sysName and sysDescr say, and how it ends a dump.',
  ],
};
