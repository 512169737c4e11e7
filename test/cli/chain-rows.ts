import type { ChainRow, GroupRow, RedirectTargetRow, SteeringRow } from '#model/api-chain-rows.ts';
import type { AnnouncementRow, ElementRow, FindingRow, LocationRow } from '#model/api-rows.ts';

/** Rows as the API gives them, for a station that is none. */

export const since = '2026-01-31T12:00:00.000Z';

export const announcement: AnnouncementRow = {
  location: 'nj',
  vendor: 'FRRouting',
  peerIp: '10.1.11.2',
  deviceId: '01emd',
  serviceIp: '11.11.11.1/32',
  serviceIpType: 'Trust',
  router: 'nj01emd',
  role: 'trust',
  communities: ['13979:100'],
  nextHop: '10.1.11.2',
  matchedRule: 'trust',
  pipeline: { announced: 'yes', accepted: 'yes', selected: 'no', advertised: 'unknown' },
  firstSeen: since,
  lastChanged: since,
  state: 'announced',
  id: 'a1',
  peer: 'nj01emd~10.1.11.2',
  family: 'ipv4-unicast',
  pathId: null,
  seenBy: [],
};

export const element: ElementRow = {
  id: 'nj01emd~sc1',
  router: 'nj01emd',
  location: 'nj',
  vendor: 'FRRouting',
  deviceId: '01emd',
  interfaces: { trust: [announcement] },
  state: 'half-open',
  missing: ['untrust'],
  required: ['trust', 'untrust'],
  routers: ['nj01emd'],
  services: { trust: ['11.11.11.1/32'] },
  pairing: { strategy: 'fqdn', key: 'sc1', scope: 'router' },
  flapping: false,
  reason: 'untrust: withdrawn',
  since,
  firstSeen: since,
  lastChanged: since,
};

export const chain: ChainRow = {
  id: 'c1',
  name: 'out',
  origin: 'rules',
  direction: 'trust-to-untrust',
  state: 'half-open',
  location: null,
  hops: [
    { element: null, servicePrefix: null, group: 'east', state: 'complete' },
    { element: 'nj01emd~sc1', servicePrefix: '11.11.11.1/32', group: null, state: 'half-open' },
    { element: 'la06emd~sc5', servicePrefix: null, group: null, state: 'complete' },
  ],
  since,
};

export const group: GroupRow = {
  id: 'g1',
  name: 'east',
  state: 'lost',
  minComplete: 2,
  complete: 1,
  members: [
    { element: 'nj01emd~sc2', state: 'complete' },
    { element: 'md04emd~sc3', state: 'lost' },
  ],
  since: null,
};

export const location: LocationRow = {
  code: 'nj',
  routers: { up: 1, stale: 0, down: 2 },
  elements: { complete: 2, 'half-open': 1 },
  announcements: {},
};

export const steering: SteeringRow = {
  id: 's1',
  router: 'nj01emd',
  location: 'nj',
  peer: 'nj01emd~10.9.9.9',
  family: 'ipv4-flowspec',
  rd: null,
  match: 'dst 192.0.2.0/24',
  state: 'dangling',
  targets: [
    {
      kind: 'redirect-to-ip',
      target: '11.11.11.1',
      copy: false,
      state: 'resolved',
      elementId: 'nj01emd~sc1',
      role: 'trust',
      detail: 'it is there',
    },
    {
      kind: 'redirect-to-ip',
      target: '12.12.12.9',
      copy: true,
      state: 'dangling',
      elementId: null,
      role: null,
      detail: 'no element has 12.12.12.9',
    },
  ],
  firstSeen: since,
  lastChanged: since,
};

export const redirectTarget: RedirectTargetRow = {
  elementId: 'nj01emd~sc2',
  location: 'nj',
  router: 'nj01emd',
  trust: '12.12.12.1/32',
  untrust: null,
  services: { trust: ['12.12.12.1/32'] },
  since,
};

export const finding: FindingRow = {
  id: 'f1',
  router: 'nj01emd',
  kind: 'dangling-redirect',
  severity: 'critical',
  subject: 's1',
  detail: 'leads to nothing',
  since,
};
