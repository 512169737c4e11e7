import {
  type CommunityField,
  decimal,
  flags,
  float,
  hexadecimal,
  ipv4,
  macAddress,
  named,
  redirection,
  reserved,
  tunnelType,
} from './extended-community-fields.ts';

export interface ExtendedCommunityType {
  /** Type and sub-type. */
  code: number;
  name: string;
  /** 48 bits together. */
  fields: readonly CommunityField[];
}

const type = (code: number, name: string, ...fields: CommunityField[]): ExtendedCommunityType => ({
  code,
  name,
  fields,
});

/** Two-octet AS, IPv4 address, four-octet AS; RFC 4360 §3, RFC 5668 §2. */
const administrators = [
  [decimal(16), decimal(32)],
  [ipv4, decimal(16)],
  [decimal(32), decimal(16)],
] as const;

type AdministratorType = 0 | 1 | 2;

const administered = (subType: number, name: string, ...types: AdministratorType[]): ExtendedCommunityType[] =>
  types.map((administrator) => type((administrator << 8) | subType, name, ...administrators[administrator]));

const label = [decimal(20), reserved(4)];
/** Registered, with a value that has no settled layout. */
const unread = hexadecimal(48);
/** The outbound bit is the upper one. */
const directions = flags(2, ['inbound', 'outbound']);

/**
 * IANA "BGP Extended Communities". Several types may have one name where their texts differ; between a two-octet and a
 * four-octet AS the number decides, so that a small one in four octets reads like one in two.
 */
export const extendedCommunityTypes: readonly ExtendedCommunityType[] = [
  ...administered(0x02, 'rt', 0, 1, 2),
  ...administered(0x03, 'soo', 0, 1, 2),
  ...administered(0x05, 'ospf-domain-id', 0, 1, 2),
  ...administered(0x07, 'ospf-router-id', 1),
  ...administered(0x08, 'data-collection', 0, 2),
  ...administered(0x09, 'source-as', 0, 2),
  ...administered(0x0a, 'l2vpn-id', 0, 1),
  ...administered(0x0b, 'vrf-route-import', 1),
  ...administered(0x10, 'vpn-distinguisher', 0, 1, 2),
  ...administered(0x12, 'segmented-next-hop', 1),
  ...administered(0x13, 'rt-record', 0, 1, 2),
  ...administered(0x20, 'mvpn-sa-rp-address', 1),
  type(0x0004, 'link-bandwidth-transitive', decimal(16), float),
  type(0x4004, 'link-bandwidth', decimal(16), float),
  type(0x0015, 'rt-derived-as2', unread),
  type(0x0115, 'rt-derived-ipv4', unread),
  type(0x0215, 'rt-derived-as4', unread),
  type(0x0080, 'virtual-network-id', unread),
  type(0x0204, 'generic-as4', ...administrators[2]),
  type(0x4204, 'generic-as4-nontransitive', ...administrators[2]),

  type(0x0301, 'cost-transitive', decimal(8), decimal(8), decimal(32)),
  type(0x4301, 'cost', decimal(8), decimal(8), decimal(32)),
  type(0x0303, 'cp-orf', unread),
  type(0x0304, 'extranet-source', reserved(48)),
  type(0x0305, 'extranet-separation', reserved(48)),
  type(0x0306, 'ospf-route-type', ipv4, decimal(8), decimal(8)),
  type(0x0307, 'pmsi-tunnel-flags', unread),
  type(0x0308, 'label-space-id', decimal(16), decimal(32)),
  type(0x030b, 'color', decimal(2), reserved(14), decimal(32)),
  type(0x030c, 'encapsulation', reserved(32), tunnelType),
  type(0x030d, 'default-gateway', reserved(48)),
  type(0x030e, 'ppmp-label', unread),
  type(0x030f, 'group-policy-class', unread),
  type(0x0314, 'consistent-hash-sort-order', unread),
  type(0x0317, 'group-policy-id', unread),
  type(0x031b, 'local-color-mapping', unread),
  type(0x03aa, 'load-balance', unread),
  type(0x4300, 'origin-validation', reserved(40), named(8, ['valid', 'not-found', 'invalid'])),

  type(0x0600, 'mac-mobility', flags(8, ['sticky']), reserved(8), decimal(32)),
  type(0x0601, 'esi-label', flags(8, ['single-active']), reserved(16), ...label),
  type(0x0602, 'es-import', macAddress),
  type(0x0603, 'router-mac', macAddress),
  type(
    0x0604,
    'l2-attributes',
    flags(16, ['backup', 'primary', 'control-word', 'flow-label']),
    decimal(16),
    reserved(16),
  ),
  type(0x0605, 'e-tree', flags(8, ['leaf']), reserved(16), ...label),
  type(0x0606, 'df-election', reserved(3), decimal(5), hexadecimal(16), reserved(8), decimal(16)),
  type(0x0607, 'i-sid', unread),
  type(0x0608, 'arp-nd', flags(8, ['router', 'override', null, 'immutable']), reserved(40)),
  type(0x0609, 'multicast-flags', flags(16, ['igmp-proxy', 'mld-proxy']), reserved(32)),
  type(0x060a, 'evi-rt', ...administrators[0]),
  type(0x060b, 'evi-rt', ...administrators[1]),
  type(0x060c, 'evi-rt', ...administrators[2]),
  type(0x060d, 'evi-rt-3', unread),
  type(0x060e, 'attachment-circuit', unread),
  type(0x060f, 'service-carving-time', decimal(32), decimal(16)),
  type(0x0610, 'evpn-link-bandwidth', unread),
  type(0x0615, 'rt-derived-evpn', unread),

  type(0x8006, 'traffic-rate-bytes', decimal(16), float),
  type(0x800c, 'traffic-rate-packets', decimal(16), float),
  type(0x8007, 'traffic-action', reserved(40), flags(8, ['terminal', 'sample'])),
  type(0x8008, 'rt-redirect', ...administrators[0]),
  type(0x8108, 'rt-redirect', ...administrators[1]),
  type(0x8208, 'rt-redirect', ...administrators[2]),
  type(0x8009, 'traffic-marking', reserved(42), decimal(6)),
  type(0x010c, 'redirect-to-ip', ipv4, reserved(15), redirection),
  type(0x0800, 'redirect-to-next-hop', reserved(47), redirection),
  type(0x0900, 'redirect-to-indirection-id', hexadecimal(8), decimal(8), decimal(32)),
  type(0x0702, 'interface-set', decimal(32), directions, decimal(14)),
  type(0x4702, 'interface-set-nontransitive', decimal(32), directions, decimal(14)),

  type(0x8000, 'ospf-route-type-deprecated', ipv4, decimal(8), decimal(8)),
  type(0x8001, 'ospf-router-id-deprecated', ...administrators[1]),
  type(0x8005, 'ospf-domain-id-deprecated', ...administrators[0]),
  // RFC 4761 §3.2.4; the last two octets are a preference to Junos and others.
  type(0x800a, 'l2-info', decimal(8), hexadecimal(8), decimal(16), decimal(16)),
  type(0x800b, 'e-tree-info', hexadecimal(16), reserved(32)),

  type(0x0a02, 'transport-class', reserved(16), decimal(32)),
  type(0x4a02, 'transport-class-nontransitive', reserved(16), decimal(32)),
  type(0x0b01, 'sfir-pool', unread),
  type(0x0b02, 'mpls-mixed-labels', unread),
  type(0x0c00, 'mup', ...administrators[0]),
];
