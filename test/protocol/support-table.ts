import { attributeFlags } from '#protocol/bgp/attributes/attribute.ts';
import { type AnyAttribute, foldedAttributes, pathAttributes } from '#protocol/bgp/attributes/index.ts';
import { pmsiTunnelTypes } from '#protocol/bgp/attributes/pmsi-tunnels.ts';
import { capabilities } from '#protocol/bgp/capabilities/index.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import { flowComponentTypes } from '#protocol/bgp/families/flowspec-component-types.ts';
import { families } from '#protocol/bgp/families/index.ts';
import type { NlriType, StructuredFamily } from '#protocol/bgp/families/structured-family.ts';
import { attributeTlvs } from '#protocol/bgp/link-state/attribute-tlvs.ts';
import { bgpMessages } from '#protocol/bgp/message-types.ts';
import { errorCodes } from '#protocol/bgp/notification.ts';
import { prefixSidTypes } from '#protocol/bgp/prefix-sid/prefix-sid-tlvs.ts';
import { segmentListTypes } from '#protocol/bgp/tunnel-encapsulation/segments.ts';
import { subTlvTypes } from '#protocol/bgp/tunnel-encapsulation/sub-tlvs.ts';
import { messages } from '#protocol/bmp/messages/index.ts';
import { bgpMessageType, routeMonitoringTypes } from '#protocol/bmp/route-monitoring-tlvs.ts';
import { statisticTypes } from '#protocol/bmp/statistics.ts';
import type { TlvTypes } from '#protocol/bmp/tlv.ts';
import { initiationTlvs, mirroringTlvs, peerTlvs, statisticsTlvs, terminationTlvs } from '#protocol/bmp/tlv-types.ts';
import { extendedCommunityTypes } from '#protocol/net/extended-community-types.ts';
import { tunnelTypeName, tunnelTypes } from '#protocol/net/tunnel-type.ts';

type Cell = string | number;

interface Table {
  title: string;
  /** One line, where the title is not enough. */
  note?: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** All that the tables of the code say, as Markdown. */
export function supportTable(): string {
  return [...bmpTables(), ...bgpTables(), ...attributeTables()].map(markdown).join('\n');
}

function markdown({ title, note, columns, rows }: Table): string {
  const line = (cells: readonly Cell[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const head = [line(columns), `|${columns.map(() => '---|').join('')}`];
  return `## ${title}\n\n${note === undefined ? '' : `${note}\n\n`}${[...head, ...rows.map(line)].join('\n')}\n`;
}

const byCode = (left: readonly Cell[], right: readonly Cell[]): number => Number(left[0]) - Number(right[0]);

const bmpTables = (): Table[] => [
  {
    title: 'BMP messages',
    note: 'Versions 3 and 4. Any other type is kept as octets.',
    columns: ['type', 'name', 'reference'],
    rows: messages.map(({ code, type, reference }) => [code, type, reference]),
  },
  {
    title: 'BMP TLVs',
    note: 'Route Monitoring: by draft-ietf-grow-bmp-tlv-20; the numbers of earlier editions are told apart by where the BGP message is. Enterprise TLVs are shown by enterprise and type.',
    columns: ['message', 'type', 'name'],
    rows: Object.entries(bmpTlvs()).flatMap(([message, types]) => tlvRows(types).map((row) => [message, ...row])),
  },
  {
    title: 'BMP statistics',
    note: 'Any other type is kept, as a counter or gauge where its length says so.',
    columns: ['type', 'name', 'form', 'reference'],
    rows: statisticTypes.map(({ type, name, kind, reference }) => [type, name, kind, reference]),
  },
];

const bmpTlvs = (): Record<string, TlvTypes | undefined> => ({
  initiation: initiationTlvs,
  'peer-up, peer-down': peerTlvs,
  termination: terminationTlvs,
  'route-mirroring': mirroringTlvs,
  'route-monitoring, version 4': routeMonitoringTypes([
    { type: bgpMessageType, index: 0, value: new Uint8Array(19).fill(0xff) },
  ]),
  'statistics-report, version 4': statisticsTlvs,
});

/** The types themselves are asked: they lie behind functions. */
function tlvRows(types: TlvTypes | undefined): Cell[][] {
  const value = new Uint8Array(0);
  return Array.from({ length: 256 }, (_, type) => types?.({ type, value })?.name).flatMap((name, type) =>
    name === undefined ? [] : [[type, name]],
  );
}

const bgpTables = (): Table[] => [
  {
    title: 'BGP messages',
    note: 'In Peer Up, Peer Down, Route Monitoring and Route Mirroring.',
    columns: ['type', 'name', 'reference'],
    rows: bgpMessages.map(({ code, type, reference }) => [code, type, reference]),
  },
  {
    title: 'Families',
    note: 'NLRI of any other family are kept as octets, and named `afi-safi`.',
    columns: ['AFI', 'SAFI', 'name', 'NLRI', 'reference'],
    rows: families
      .map((family: Family) => [family.afi, family.safi, family.name, formOf(family), family.reference ?? ''] as const)
      .toSorted((left, right) => left[0] - right[0] || left[1] - right[1]),
  },
  {
    title: 'Route types',
    note: 'Of families whose NLRI are of several; those of MUP are architecture (1) and type (2) in one number. Any other type is kept as octets.',
    columns: ['family', 'type', 'name', 'reference'],
    rows: routeTypeRows(),
  },
  {
    title: 'Flow specification components',
    columns: ['type', 'name', 'families'],
    rows: flowComponentRows(),
  },
  {
    title: 'Capabilities',
    note: 'Any other is kept as octets.',
    columns: ['code', 'name', 'reference'],
    rows: capabilities.map(({ code, name, reference }) => [code, name, reference]),
  },
  {
    title: 'NOTIFICATION codes',
    columns: ['code', 'name', 'subcodes'],
    rows: [...errorCodes].map(([code, { name, subcodes }]) => [
      code,
      name,
      subcodes.flatMap((subcode, number) => (subcode === undefined ? [] : [`${number} ${subcode}`])).join(', '),
    ]),
  },
];

function formOf(family: Family): string {
  if (!family.delimited) return 'octets';
  if (family.plainPrefixes) return 'prefix';
  return family.ipVersion === null ? 'structured' : 'prefix, with more about it';
}

const isStructured = (family: Family): family is StructuredFamily<unknown> => 'routeTypes' in family;

/** Families with the same types share their rows. */
function routeTypeRows(): Cell[][] {
  const rows = new Map<string, { names: string[]; types: readonly NlriType[] }>();
  for (const family of (families as readonly Family[]).filter(isStructured)) {
    const key = JSON.stringify(family.routeTypes.map(({ code, name }) => [code, name]));
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { names: [family.name], types: family.routeTypes });
    else known.names.push(family.name);
  }
  return [...rows.values()].flatMap(({ names, types }) =>
    types.map(({ code, name, reference }) => [names.join(', '), code, name, reference]),
  );
}

function flowComponentRows(): Cell[][] {
  const rows = new Map<string, { type: number; name: string; packets: string[] }>();
  for (const [packets, components] of Object.entries(flowComponentTypes)) {
    for (const [type, { name }] of components) {
      const row = rows.get(`${type} ${name}`) ?? { type, name, packets: [] };
      row.packets.push(packets);
      rows.set(`${type} ${name}`, row);
    }
  }
  return [...rows.values()].map(({ type, name, packets }) => [type, name, packets.join(', ')]).toSorted(byCode);
}

const flagNames: Record<number, string> = {
  [attributeFlags.wellKnown]: 'well-known',
  [attributeFlags.optional]: 'optional',
  [attributeFlags.optionalTransitive]: 'optional transitive',
};

const attributeTables = (): Table[] => [
  {
    title: 'Path attributes',
    note: 'When malformed: the attribute is discarded, the routes are taken for withdrawn (RFC 7606), or the message cannot be decoded. Any other attribute is kept as flags and octets.',
    columns: ['code', 'name', 'flags', 'when malformed', 'reference'],
    rows: ([...pathAttributes, ...foldedAttributes] as readonly AnyAttribute[])
      .map(({ code, name, flags, onError, reference }) => [code, name, flagNames[flags] ?? '', onError, reference])
      .toSorted(byCode),
  },
  {
    title: 'Tunnels of the PMSI attribute',
    columns: ['type', 'name', 'reference'],
    rows: rowsOf(pmsiTunnelTypes),
  },
  {
    title: 'TLVs of the link-state attribute',
    note: 'Any other is kept as octets.',
    columns: ['type', 'name', 'reference'],
    rows: rowsOf(attributeTlvs),
  },
  {
    title: 'TLVs of the Prefix-SID attribute',
    columns: ['type', 'name', 'reference'],
    rows: rowsOf(prefixSidTypes),
  },
  {
    title: 'Tunnel types',
    columns: ['type', 'name', 'encapsulation'],
    rows: tunnelTypeRows(),
  },
  {
    title: 'Sub-TLVs of the tunnel encapsulation attribute',
    columns: ['type', 'name', 'reference'],
    rows: rowsOf(subTlvTypes),
  },
  {
    title: 'Sub-TLVs of a segment list',
    columns: ['type', 'name', 'reference'],
    rows: rowsOf(segmentListTypes),
  },
  {
    title: 'Extended communities',
    note: 'Any other is shown in hex.',
    columns: ['type and sub-type', 'name'],
    rows: extendedCommunityTypes
      .toSorted((left, right) => left.code - right.code)
      .map(({ code, name }) => [`0x${code.toString(16).padStart(4, '0')}`, name]),
  },
];

const rowsOf = (types: readonly NlriType[]): Cell[][] =>
  types.map(({ code, name, reference }) => [code, name, reference]).toSorted(byCode);

/** Their names are asked: they lie behind a function. */
function tunnelTypeRows(): Cell[][] {
  const named = Array.from({ length: 256 }, (_, type) => [type, tunnelTypeName(type)] as const);
  const read: readonly number[] = Object.values(tunnelTypes);
  return named
    .filter(([type, name]) => name !== `tunnel-${type}`)
    .map(([type, name]) => [type, name, read.includes(type) ? 'read' : '']);
}
