import * as z from 'zod';
import { pathAttributes } from '#protocol/bgp/attributes/index.ts';
import { views } from './views.ts';

/** What the HTTP API shows, as schemas: answers are typed by them, and openapi.json is made of them. */

const time = z.iso.datetime().describe('RFC 3339, UTC');
const count = z.int().min(0);
const text = z.string();
const id = z.string().describe('opaque');

export const routerStates = ['up', 'stale', 'down'] as const;
export const peerStates = ['up', 'stale', 'down', 'lost'] as const;
export const collectorStates = ['up', 'down'] as const;
export const peerTypes = ['global', 'rd', 'local', 'loc-rib'] as const;
export const announcementStates = ['announced', 'learning', 'rejected', 'stale'] as const;
export const elementStates = [
  'learning',
  'complete',
  'half-open',
  'draining',
  'rejected',
  'stale',
  'lost',
  'conflict',
] as const;
export const severities = ['info', 'warning', 'critical'] as const;

const step = z.enum(['yes', 'no', 'unknown']);

export const announcementRow = z.object({
  location: text,
  vendor: text.nullable(),
  peerIp: text,
  deviceId: text,
  serviceIp: text.describe('the prefix, e.g. 11.11.11.1/32'),
  serviceIpType: text.describe('the role with a capital: Trust, Untrust'),
  router: id,
  role: text,
  communities: z.array(text),
  nextHop: text.nullable(),
  matchedRule: text,
  pipeline: z.object({ announced: step, accepted: step, selected: step, advertised: step }),
  firstSeen: time,
  lastChanged: time,
  state: z.enum(announcementStates),
  id,
  peer: id,
  family: text,
  pathId: z.int().nullable(),
  seenBy: z.array(id).describe('other routers that have it through a reflector'),
});

export const elementRow = z.object({
  id,
  router: id,
  location: text,
  vendor: text.nullable(),
  deviceId: text,
  interfaces: z
    .record(text, z.array(announcementRow))
    .describe('role to its announcements, live or not: see `state` of each'),
  state: z.enum(elementStates),
  missing: z.array(text).describe('required roles without a live announcement'),
  required: z.array(text).describe('roles that it needs to be complete'),
  routers: z.array(id).describe('at which it has sessions: `router`, or several of a location'),
  services: z.record(text, z.array(text)).describe('role to its live service prefixes'),
  pairing: z.object({ strategy: text, key: text, scope: z.enum(['router', 'location']) }),
  flapping: z.boolean().describe('it changes so often that its events wait until it has come to rest'),
  reason: text.nullable(),
  since: time,
  firstSeen: time,
  lastChanged: time,
});

export const feed = z.object({
  id,
  view: z.enum(views),
  family: text,
  state: z.enum(['learning', 'synced', 'stale', 'down', 'lost']),
  endOfRib: z.enum(['received', 'inferred', 'none']),
  routes: count,
  since: time,
});

export const routerRow = z.object({
  id,
  sysName: text.nullable(),
  sysDescr: text.nullable(),
  vendor: text.nullable(),
  location: text,
  deviceId: text,
  bgpId: text.nullable(),
  information: z.array(text),
  session: z.object({
    state: z.enum(routerStates),
    id: z.int(),
    since: time,
    lastMessageAt: time,
    source: text.describe('remote address of the TCP connection, or what a trusted proxy says of it'),
    sourcePort: z.int(),
    collectorId: text,
    lostAt: time.nullable(),
    terminationReason: text.nullable(),
    synced: z.boolean().describe('every dump of this session has closed'),
    heldDownUntil: time
      .nullable()
      .describe('its connections are turned away until then, as it has come too often; null where they are not'),
  }),
  feeds: z.array(feed.extend({ peer: id, address: text })),
  counters: z.object({
    messages: z.record(text, count).describe('BMP messages of this session by type'),
    messageBytes: z.record(text, count).describe('octets of these by type'),
    bytes: count,
    announced: count,
    withdrawn: count,
  }),
  poisoned: count.describe('stream records that could not be applied and were kept aside'),
});

export const collectorRow = z.object({
  id,
  startedAt: time,
  heartbeatAt: time,
  address: text.describe('where it takes BMP, address:port'),
  connections: count,
  connectionsMax: count,
  state: z.enum(collectorStates).describe('`down`: its heartbeat is missing'),
});

const capability = z.object({ code: z.int(), name: text, value: text });

export const peerRow = z.object({
  id,
  router: id,
  location: text,
  address: text,
  asn: z.int(),
  bgpId: text.nullable(),
  distinguisher: text,
  type: text.describe('global, rd, local, loc-rib, or type-N'),
  table: text.nullable(),
  localAsn: z.int().nullable(),
  localBgpId: text.nullable(),
  localAddress: text.nullable(),
  localPort: z.int(),
  remotePort: z.int(),
  information: z.array(text),
  state: z.enum(peerStates),
  since: time,
  downReason: text.nullable(),
  capabilities: z.object({ sent: z.array(capability), received: z.array(capability) }),
  feeds: z.array(feed),
  statistics: z.record(text, text).describe('latest Statistics Report: type or type/afi/safi to a decimal number'),
  statisticsAt: time.nullable(),
});

const byState = z.record(text, count);

export const locationRow = z.object({
  code: text,
  routers: byState,
  elements: byState,
  announcements: byState.describe('by role'),
});

export const findingRow = z.object({
  id,
  router: id,
  kind: text,
  severity: z.enum(severities),
  subject: text,
  detail: text,
  since: time,
});

export const eventRow = z
  .object({
    specversion: z.literal('1.0'),
    id,
    source: text,
    type: text,
    subject: text,
    time,
    datacontenttype: z.literal('application/json'),
    data: z.record(text, z.unknown()),
  })
  .describe('CloudEvents 1.0');

const namedAttributes = {
  origin: z.enum(['igp', 'egp', 'incomplete']).optional(),
  asPath: text.optional().describe('65100 65000 {64512 64513}'),
  nextHop: text.optional(),
  linkLocalNextHop: text.optional(),
  med: z.int().optional(),
  localPref: z.int().optional(),
  atomicAggregate: z.boolean(),
  aggregator: z.object({ asn: z.int(), address: text }).optional(),
  communities: z.array(text),
  extendedCommunities: z.array(text),
  largeCommunities: z.array(text),
  originatorId: text.optional(),
  clusterList: z.array(text),
  cutOctets: z
    .int()
    .optional()
    .describe('the attributes were too large to be stored: this many octets of them were left out'),
  unknown: z
    .array(z.object({ code: z.int(), flags: z.int(), hex: text }))
    .describe(
      'what has no name here, cannot be decoded, or is beyond the 4096 octets of a route that are shown decoded',
    ),
};

/** All others of the codec's table, in the form that `bmpaas decode` gives them. */
const furtherAttributes = Object.fromEntries(
  pathAttributes
    .filter(({ name }) => !(name in namedAttributes))
    .map(({ code, name, reference }) => [name, z.unknown().optional().describe(`attribute ${code}, ${reference}`)]),
);

export const attributes = z.looseObject({ ...furtherAttributes, ...namedAttributes });

const whereItStands = {
  family: text,
  rd: text.nullable(),
  pathId: z.int().nullable(),
  view: z.enum(views),
  router: id,
  peer: z.object({ id, address: text, asn: z.int() }),
};

const nlriCutOctets = z
  .int()
  .optional()
  .describe('the NLRI was too large to be stored: `nlri` lacks this many octets at its end');

export const routeRow = z.object({
  prefix: text.optional().describe('of families that have one'),
  nlri: text.optional().describe('of the other families: as routers show it, or hex where it cannot be read'),
  nlriCutOctets,
  ...whereItStands,
  attributes,
  labels: z.array(z.int()).nullable(),
  fields: z.record(text, z.unknown()).optional().describe('what `nlri` says, part by part'),
  pathStatus: z
    .record(text, z.unknown())
    .optional()
    .describe('what the router says that it made of the path: `status` and `reasons` (BMP version 4)'),
  firstSeen: time,
  lastChanged: time,
  stale: z.boolean().describe('served, but its router or feed has not confirmed it since a loss or reconnect'),
});

export const prefixRow = z.object({
  prefix: text,
  family: text,
  rd: text.nullable(),
  routes: z.array(routeRow),
});

const differences = z
  .array(text)
  .describe('names of the attributes that are not the same, or `labels` or `pathStatus`; communities in any order are');

export const changedRoute = z.object({ left: routeRow, right: routeRow, differences });

export const routeDiff = z.object({
  onlyLeft: z.array(routeRow),
  onlyRight: z.array(routeRow),
  changed: z.array(changedRoute),
});

/** A row of a comparison where there is no envelope. */
export const diffRow = z.object({
  kind: z.enum(['only-left', 'only-right', 'changed']),
  left: routeRow.nullable(),
  right: routeRow.nullable(),
  differences,
});

export const routeChangeKinds = ['announced', 'changed', 'confirmed', 'withdrawn', 'hidden'] as const;

export const routeChangeRow = z.object({
  time: time.describe('when it was received; of `hidden`, when what hid it was applied'),
  kind: z
    .enum(routeChangeKinds)
    .describe('`confirmed`: announced again, and the same; `hidden`: gone without a withdrawal, see `reason`'),
  reason: z
    .enum(['feed-down', 'not-repeated'])
    .nullable()
    .describe('of `hidden`: its peer or feed went down, or a dump of the feed ended without it'),
  prefix: text.optional(),
  nlri: text.optional(),
  nlriCutOctets,
  ...whereItStands,
  differences: differences.describe('of `changed`: the attributes that are not as before, or `labels` or `pathStatus`'),
  attributes: attributes.describe('those it has from then on; of `withdrawn` and `hidden`, those it had until then'),
  labels: z.array(z.int()).nullable(),
});

export const routeCountRow = z.object({
  router: id.optional(),
  peer: id.optional(),
  view: z.enum(views).optional(),
  family: text.optional(),
  routes: count,
});

export const summary = z.object({
  elements: byState,
  routers: byState,
  peers: byState,
  routes: z.record(text, z.record(text, count)).describe('view to family to count'),
  eventsLastHour: count,
});

export const health = z.object({
  status: z.enum(['ok', 'lagging']),
  ingestLagSeconds: z.number().min(0),
  routersUp: count,
  collectorsUp: count,
});

export const problem = z
  .object({
    type: text,
    title: text,
    status: z.int(),
    detail: text,
    instance: text,
    requestId: text,
    errors: z.array(z.object({ parameter: text, detail: text, suggestion: text.optional() })),
  })
  .describe('RFC 9457');

export type AnnouncementRow = z.infer<typeof announcementRow>;
export type ElementRow = z.infer<typeof elementRow>;
export type RouterRow = z.infer<typeof routerRow>;
export type CollectorRow = z.infer<typeof collectorRow>;
export type PeerRow = z.infer<typeof peerRow>;
export type FeedRow = z.infer<typeof feed>;
export type LocationRow = z.infer<typeof locationRow>;
export type FindingRow = z.infer<typeof findingRow>;
export type EventRow = z.infer<typeof eventRow>;
export type RouteRow = z.infer<typeof routeRow>;
export type PrefixRow = z.infer<typeof prefixRow>;
export type ChangedRoute = z.infer<typeof changedRoute>;
export type RouteDiff = z.infer<typeof routeDiff>;
export type DiffRow = z.infer<typeof diffRow>;
export type RouteChangeRow = z.infer<typeof routeChangeRow>;
export type RouteCountRow = z.infer<typeof routeCountRow>;
export type Summary = z.infer<typeof summary>;
export type Health = z.infer<typeof health>;
export type Problem = z.infer<typeof problem>;
