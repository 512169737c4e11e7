export const tunnelTypes = {
  l2tpv3: 1,
  gre: 2,
  vxlan: 8,
  nvgre: 9,
  mplsInGre: 11,
  srPolicy: 15,
} as const;

/** IANA "BGP Tunnel Encapsulation Attribute Tunnel Types". */
const names: readonly (string | undefined)[] = [
  undefined,
  'l2tpv3',
  'gre',
  'transmit-tunnel-endpoint',
  'ipsec-tunnel-mode',
  'ip-in-ip-ipsec-transport-mode',
  'mpls-in-ip-ipsec-transport-mode',
  'ip-in-ip',
  'vxlan',
  'nvgre',
  'mpls',
  'mpls-in-gre',
  'vxlan-gpe',
  'mpls-in-udp',
  'ipv6-tunnel',
  'sr-policy',
  'bare',
  'sr-tunnel',
  'cloud-security',
  'geneve',
  'any-encapsulation',
  'gtp',
  'dps',
];

export function tunnelTypeName(code: number): string {
  return names[code] ?? `tunnel-${code}`;
}
