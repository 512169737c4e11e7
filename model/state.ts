import type { View } from '#protocol/bmp/peer-header.ts';
import type { Gap } from './gaps.ts';
import type { Comings } from './hold-down.ts';
import type { PartitionKey } from './partition.ts';
import type { SessionCounters } from './record.ts';
import type { Token } from './token.ts';

/** What the platform knows, one document per thing, as it lies in the table. Times are milliseconds since 1970; the API shows RFC 3339. */

export interface RouterState {
  id: string;
  sysName: string | null;
  sysDescr: string | null;
  vendor: string | null;
  location: string;
  deviceId: string;
  information: string[];
  bgpId: string | null;
  /** Over how many its peers are spread. */
  partitions: number;
  /** By which version of the rules all that is known of it was derived. */
  rulesVersion: number;
  session: RouterSession;
  counters: SessionCounters;
  /** Events of this router that could not be applied and were kept aside. */
  poisoned: number;
}

export interface RouterSession {
  /** `up`: connected, or lost so recently that it may well reconnect; `stale`: lost, last state kept; `down`: lost for longer than the hold. */
  state: 'up' | 'stale' | 'down';
  id: number;
  since: number;
  lastMessageAt: number;
  source: string;
  /** 0: not known. */
  sourcePort: number;
  collectorId: string;
  /** Set while the connection is gone. */
  lostAt: number | null;
  terminationReason: string | null;
  /** True once every dump of this session has closed and absent peers were taken down. */
  synced: boolean;
  lastPeerUpAt: number | null;
  /** Its further connections were turned away until then, as it came too often. */
  heldDownUntil?: number;
}

export type FeedStatus = 'learning' | 'synced' | 'stale' | 'down' | 'lost';

export interface FeedState {
  view: View;
  family: string;
  state: FeedStatus;
  endOfRib: 'received' | 'inferred' | 'none';
  /** Token of the Peer Up (or first route) that opened it; rows below are of older incarnations and shown as stale. */
  incarnation: Token;
  /** Rows with a token below are hidden. */
  visibleFrom: Token;
  since: number;
  /** Routes announced since the incarnation began; counted while learning only. */
  announced: number;
  lastRouteAt: number;
  /** Routes the router says it has (statistics 7-11), while learning. */
  gauge: number | null;
}

export interface PeerState {
  id: string;
  routerId: string;
  type: string;
  distinguisher: string;
  address: string;
  table: string | null;
  asn: number;
  bgpId: string | null;
  localAsn: number | null;
  localBgpId: string | null;
  localAddress: string | null;
  localPort: number;
  remotePort: number;
  information: string[];
  capabilities: { sent: CapabilityText[]; received: CapabilityText[] };
  state: 'up' | 'stale' | 'down' | 'lost';
  since: number;
  downReason: string | null;
  /** Token of the Peer Up, or of the first route where none was sent. */
  incarnation: Token;
  /** True until every feed of this incarnation has closed. */
  learning: boolean;
  learningSince: number;
  feeds: FeedState[];
  /** Latest value of each statistic, `type` or `type/afi/safi` to decimal text, and when. */
  statistics: Record<string, string>;
  statisticsAt: number | null;
}

export interface CapabilityText {
  code: number;
  name: string;
  value: string;
}

/** One tagged route at one peer, with what each view last said of it. */
export interface AnnouncementState {
  id: string;
  routerId: string;
  peerId: string;
  family: string;
  routeDistinguisher: string | null;
  prefix: string;
  pathId: number | null;
  /** Empty: it has a tag, and no rule gives it a role. */
  role: string;
  matchedRule: string;
  /** The element that it belongs to; null where it plays no role or is not direct. */
  elementId: string | null;
  /** Learned from a directly connected external peer: it counts for elements. Otherwise it only adds `seenBy`. */
  direct: boolean;
  location: string;
  vendor: string | null;
  deviceId: string;
  peerAddress: string;
  views: Partial<Record<View, AnnouncementView>>;
  pipeline: Pipeline;
  /** `announced`: live; `learning`: not yet accepted; `rejected`: policy dropped it; `stale`: its feed is being re-learned or is lost. */
  state: 'announced' | 'learning' | 'rejected' | 'stale';
  firstSeen: number;
  lastChanged: number;
}

export interface AnnouncementView {
  token: Token;
  at: number;
  nextHop: string | null;
  /** The second next hop of IPv6, RFC 2545 §3. */
  linkLocalNextHop: string | null;
  asPath: string;
  /** Standard, extended and large ones in text form. */
  communities: string[];
  /** Null where no role rule matches what this view says. */
  role: string | null;
  matchedRule: string | null;
  /** Roles that further rules would give it. */
  otherRoles: string[];
  /** It has a community of those that mark service routes. */
  tagged: boolean;
}

export type PipelineStep = 'yes' | 'no' | 'unknown';

export interface Pipeline {
  announced: PipelineStep;
  accepted: PipelineStep;
  selected: PipelineStep;
  advertised: PipelineStep;
}

export type ElementStatus =
  | 'learning'
  | 'complete'
  | 'half-open'
  | 'draining'
  | 'rejected'
  | 'stale'
  | 'lost'
  | 'conflict';

/** How the sessions of an element were recognised. */
export interface Pairing {
  strategy:
    | 'explicit'
    | 'large-community'
    | 'fqdn'
    | 'bgp-id'
    | 'peer-subnet'
    | 'as-pair'
    | 'service-subnet'
    | 'peer-address';
  key: string;
  scope: 'router' | 'location';
}

/** An address, or several, at which an element serves. */
export interface ServiceAddress {
  prefix: string;
  family: string;
  routeDistinguisher: string | null;
  live: boolean;
  /** Route targets of its route: what a redirect to a VRF names. */
  routeTargets: string[];
}

export interface ElementState {
  id: string;
  routerId: string;
  location: string;
  vendor: string | null;
  deviceId: string;
  pairing: Pairing;
  /**
   * The element that this is a part of, where its sessions may be at several routers of a location: then this one is no element
   * of its own, and `required` and `missing` are those of the part.
   */
  span: string | null;
  /** Role to ids of its announcements, live or not. */
  interfaces: Record<string, string[]>;
  /** Role to the addresses of these. */
  services: Record<string, ServiceAddress[]>;
  /** Roles it needs to be complete. */
  required: string[];
  state: ElementStatus;
  /** Required roles without a live announcement. */
  missing: string[];
  /** Why it is not complete, for people: `withdrawn`, `peer down: …`, `policy`, … */
  reason: string | null;
  since: number;
  firstSeen: number;
  lastChanged: number;
  flap: FlapState;
  /** Its routes are other elements' now: nothing was lost. Kept for what it says of its changes, and shown nowhere. */
  replaced?: true;
}

/** What keeps an element that changes all the time from filling the event feed. */
export interface FlapState {
  /** When it changed state last, oldest first; no more than the rules look at. */
  transitions: number[];
  /** It changes so often that its events wait. */
  flapping: boolean;
  /** The state that the event feed last told. */
  told: ElementStatus | null;
}

/** What leads traffic somewhere: a flowspec redirect, a route that a rule names, a route of RFC 9015. One route at one peer. */
export interface SteeringState {
  id: string;
  routerId: string;
  peerId: string;
  family: string;
  routeDistinguisher: string | null;
  /** The route: what traffic is led, as routers show it. */
  match: string;
  views: Partial<Record<View, SteeringView>>;
  firstSeen: number;
  lastChanged: number;
}

export interface SteeringView {
  token: Token;
  at: number;
  /** One for each action of the route. */
  targets: SteeringTarget[];
}

export type SteeringTarget =
  /** RFC 8955 §7.4 and draft-ietf-idr-flowspec-redirect-ip: `target` is an address; `copy` where traffic is duplicated. */
  | { kind: 'redirect-to-ip'; target: string; copy: boolean }
  /** `target` is the route target of the VRF, `rt:65000:11`. */
  | { kind: 'redirect-to-vrf'; target: string }
  /** `target` is the next hop of a route that a rule names. */
  | { kind: 'next-hop'; target: string }
  /** RFC 9015 §3.1: a service function instance. */
  | { kind: 'sfir'; routeDistinguisher: string; serviceFunctionType: number }
  /** RFC 9015 §3.2: a service function path. */
  | { kind: 'sfpr'; routeDistinguisher: string; servicePathIdentifier: number; hops: ServiceFunctionHop[] };

/** One service index of a path, with the instances that may serve it. */
export interface ServiceFunctionHop {
  serviceIndex: number;
  functions: { serviceFunctionType: number; instances: string[] }[];
}

export interface FindingState {
  id: string;
  routerId: string;
  kind: string;
  severity: 'info' | 'warning' | 'critical';
  subject: string;
  detail: string;
  since: number;
}

/** Collector's own: who holds the router's connection now. `session` only grows and fences all that is older. */
export interface ClaimState extends Comings {
  routerId: string;
  open: boolean;
  source: string;
  bgpId: string | null;
  /** It has shown a certificate in the router's name. */
  certified: boolean;
  /** As many as when the router was first seen: a peer stays in its partition. */
  partitions: number;
  collectorId: string;
  openedAt: number;
  heartbeatAt: number;
  closedAt: number | null;
}

export interface CollectorState {
  collectorId: string;
  startedAt: number;
  heartbeatAt: number;
  address: string;
  connections: number;
  connectionsMax: number;
}

/** Where ingest stands with a router, or a partition of one. */
export interface CommitState {
  routerId: PartitionKey;
  version: number;
  /** Everything up to and with this token is in the table. */
  applied: Token;
  /** `receivedAt` of the newest applied event, and when it was committed. */
  receivedAt: number;
  committedAt: number;
  /** Octets ever added to the RIB log, by family. */
  logged: Record<string, number>;
  /** What of the session never came; absent where nothing is missing. A replay comes too late for it, a resync mends it. */
  gaps?: readonly Gap[];
}

export type HeadFeed = Pick<FeedState, 'view' | 'family' | 'state' | 'incarnation' | 'visibleFrom'>;

/** What a look-up has to know of a peer. */
export interface HeadPeer
  extends Pick<PeerState, 'id' | 'routerId' | 'type' | 'address' | 'asn' | 'state' | 'incarnation'> {
  feeds: HeadFeed[];
}

export interface HeadSession extends Pick<RouterSession, 'id' | 'state' | 'lastPeerUpAt'> {
  /** A dump of it has not closed yet. */
  learning: boolean;
}

/** All that a look-up has to know of a router, or a partition of one, to tell which rows are served: of one commit, and in one item. */
export interface HeadState extends CommitState {
  session: HeadSession;
  partitions: number;
  /** Of its `HeadPeer`s. */
  packedPeers: string;
}
