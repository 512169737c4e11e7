import { type Attachment, attachmentsOf, type Element, nj, type Pe } from '../frr/topology.ts';

/** gobgpd configuration (its JSON form) of the reference lab on loopback: element N and its PE meet on 127.0.N.0/24. */

export const onLoopback = (address: string): string => address.replace(/^192\.168/, '127.0');

const identity = (asn: number, bgpId: string, port: number, addresses: string[]) => ({
  config: { as: asn, 'router-id': bgpId, port, 'local-address-list': addresses },
});

const allowed = 'accept-route';
const refused = 'reject-route';

const peNeighbour = ({ peAddress, elementAddress, asn }: Attachment) => ({
  config: { 'neighbor-address': onLoopback(elementAddress), 'peer-as': asn },
  transport: { config: { 'local-address': onLoopback(peAddress), 'passive-mode': true } },
  timers: { config: { 'hold-time': 90, 'keepalive-interval': 10 } },
});

/** Tells a PE by flowspec where to lead traffic. */
export const controller = {
  name: 'controller',
  asn: 64_998,
  bgpId: '10.0.0.98',
  pe: nj,
  peAddress: '127.0.98.1',
  address: '127.0.98.2',
} as const;

const flowspec = [{ config: { 'afi-safi-name': 'ipv4-flowspec' } }];

const controllerNeighbour = {
  config: { 'neighbor-address': controller.address, 'peer-as': controller.asn },
  transport: { config: { 'local-address': controller.peAddress, 'passive-mode': true } },
  'afi-safis': flowspec,
};

export function controllerConfig(bgpPort: number) {
  const { asn, bgpId, address, peAddress, pe } = controller;
  return {
    global: identity(asn, bgpId, -1, []),
    neighbors: [
      {
        config: { 'neighbor-address': peAddress, 'peer-as': pe.asn },
        transport: { config: { 'local-address': address, 'remote-port': bgpPort } },
        timers: { config: { 'connect-retry': 1, 'idle-hold-time-after-reset': 1 } },
        'afi-safis': flowspec,
      },
    ],
  };
}

/** A PE: listens on `bgpPort` of each of its addresses, takes what its elements announce, and announces nothing. */
export function peConfig(pe: Pe, bgpPort: number) {
  const sides = pe.elements.flatMap(attachmentsOf);
  const told = pe === controller.pe;
  const addresses = [...sides.map(({ peAddress }) => onLoopback(peAddress)), ...(told ? [controller.peAddress] : [])];
  const global = identity(pe.asn, pe.bgpId, bgpPort, addresses);
  return {
    global: {
      ...global,
      'apply-policy': { config: { 'default-import-policy': allowed, 'default-export-policy': refused } },
    },
    neighbors: [...sides.map(peNeighbour), ...(told ? [controllerNeighbour] : [])],
  };
}

const elementNeighbour = (pe: Pe, { peAddress, elementAddress, asn }: Attachment, bgpPort: number) => ({
  config: { 'neighbor-address': onLoopback(peAddress), 'peer-as': pe.asn, 'local-as': asn },
  transport: { config: { 'local-address': onLoopback(elementAddress), 'remote-port': bgpPort } },
  timers: {
    config: { 'hold-time': 90, 'keepalive-interval': 10, 'connect-retry': 1, 'idle-hold-time-after-reset': 1 },
  },
});

const sideSets = (side: Attachment) => ({
  prefixes: { 'prefix-set-name': side.role, 'prefix-list': [{ 'ip-prefix': side.prefix }] },
  neighbours: { 'neighbor-set-name': side.role, 'neighbor-info-list': [onLoopback(side.peAddress)] },
});

/** Each service address stands in a VRF of its own: `65000:111` of 11.11.11.1/32. */
export function routeTargetOf({ prefix }: Attachment): string {
  const octets = prefix.replace(/\/\d+$/, '').split('.');
  return `65000:${octets.at(0)}${octets.at(-1)}`;
}

const sideStatement = ({ role, community }: Attachment) => ({
  name: role,
  conditions: { 'match-prefix-set': { 'prefix-set': role }, 'match-neighbor-set': { 'neighbor-set': role } },
  actions: {
    'route-disposition': allowed,
    'bgp-actions': {
      'set-community': { options: 'replace', 'set-community-method': { 'communities-list': [community] } },
    },
  },
});

/** An element: each side announces its own prefix, tagged with its role. */
export function elementConfig(pe: Pe, element: Element, bgpPort: number) {
  const sides = attachmentsOf(element);
  const global = identity(element.attachments.trust.asn, element.bgpId, -1, []);
  return {
    global: {
      ...global,
      'apply-policy': { config: { 'export-policy-list': ['sides'], 'default-export-policy': refused } },
    },
    neighbors: sides.map((side) => elementNeighbour(pe, side, bgpPort)),
    'defined-sets': {
      'prefix-sets': sides.map((side) => sideSets(side).prefixes),
      'neighbor-sets': sides.map((side) => sideSets(side).neighbours),
    },
    'policy-definitions': [{ name: 'sides', statements: sides.map(sideStatement) }],
  };
}
