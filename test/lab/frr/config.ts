import {
  type Attachment,
  attachmentsOf,
  bulkPrefixesOf,
  type Element,
  management,
  type Pe,
  stationPort,
} from './topology.ts';

/** Hold time above the longest time the lab freezes a router: a session that expires would be a true event. */
const timers = 'timers 10 90';

const instance = (asn: number, bgpId: string): string[] => [
  `router bgp ${asn}`,
  ` bgp router-id ${bgpId}`,
  ' no bgp ebgp-requires-policy',
  ' no bgp network import-check',
];

const indented = (lines: string[]): string[] => lines.map((line) => ` ${line}`);

export const bmpTarget = (name: string, address: string, port: number): string[] => [
  `bmp targets ${name}`,
  ' bmp stats interval 5000',
  ' bmp mirror',
  ' bmp monitor ipv4 unicast pre-policy',
  ' bmp monitor ipv4 unicast post-policy',
  ` bmp connect ${address} port ${port} min-retry 1000 max-retry 2000`,
  'exit',
];

/**
 * It waits for the element: where both ends connect at once, FRR 8.4 may forget the OPEN of the connection that it keeps, and tells
 * of an element without a host name.
 */
function peNeighbour(element: Element, { role, elementAddress, asn }: Attachment): string[] {
  const neighbour = `neighbor ${elementAddress}`;
  return [
    `${neighbour} remote-as ${asn}`,
    `${neighbour} description ${element.name}-${role}`,
    `${neighbour} ${timers}`,
    `${neighbour} passive`,
  ];
}

const peFamily = ({ elementAddress }: Attachment): string[] => [
  `neighbor ${elementAddress} soft-reconfiguration inbound`,
  `neighbor ${elementAddress} route-map NOTHING out`,
];

/** bgpd.conf of a PE. Elements left out are unknown to it: FRR then says nothing of them at all. */
export function peConfig(pe: Pe, elements: readonly Element[] = pe.elements): string {
  const attached = elements.flatMap((element) => attachmentsOf(element).map((side) => ({ element, side })));
  return lines([
    `hostname ${pe.name}`,
    ...instance(pe.asn, pe.bgpId),
    ...indented(attached.flatMap(({ element, side }) => peNeighbour(element, side))),
    ' address-family ipv4 unicast',
    ...indented(indented(attached.flatMap(({ side }) => peFamily(side)))),
    ' exit-address-family',
    ...indented(bmpTarget('station', management.address, stationPort)),
    'exit',
    'route-map NOTHING deny 10',
    'exit',
  ]);
}

function elementNeighbour(pe: Pe, element: Element, { role, peAddress, asn }: Attachment): string[] {
  const neighbour = `neighbor ${peAddress}`;
  const localAs = asn === element.attachments.trust.asn ? [] : [`${neighbour} local-as ${asn} no-prepend replace-as`];
  return [
    `${neighbour} remote-as ${pe.asn}`,
    ...localAs,
    `${neighbour} description ${pe.name}-${role}`,
    `${neighbour} ${timers}`,
    `${neighbour} timers connect 1`,
  ];
}

export const routeMapName = ({ role }: Attachment): string => role.toUpperCase();

const sidePolicy = (side: Attachment): string[] => [
  `ip prefix-list ${routeMapName(side)} permit ${side.prefix}`,
  `route-map ${routeMapName(side)} permit 10`,
  ` match ip address prefix-list ${routeMapName(side)}`,
  ` set community ${side.community}`,
  'exit',
];

const bulkPolicy = (element: Element): string[] => [
  'ip prefix-list BULK permit 10.66.0.0/16 le 32',
  `route-map ${routeMapName(element.attachments.trust)} permit 20`,
  ' match ip address prefix-list BULK',
  'exit',
];

export function elementConfig(pe: Pe, element: Element): string {
  const sides = attachmentsOf(element);
  return lines([
    `hostname ${element.name}`,
    ...instance(element.attachments.trust.asn, element.bgpId),
    ...indented(sides.flatMap((side) => elementNeighbour(pe, element, side))),
    ' address-family ipv4 unicast',
    ...[...sides.map(({ prefix }) => prefix), ...bulkPrefixesOf(element)].map((prefix) => `  network ${prefix}`),
    ...sides.map((side) => `  neighbor ${side.peAddress} route-map ${routeMapName(side)} out`),
    ' exit-address-family',
    'exit',
    ...sides.flatMap(sidePolicy),
    ...bulkPolicy(element),
  ]);
}

const lines = (all: string[]): string => `${all.join('\n')}\n`;
