import { isCurrent, learnsAfresh } from '../feed.ts';
import type {
  AnnouncementState,
  ElementState,
  ElementStatus,
  Pairing,
  PeerState,
  RouterState,
  ServiceAddress,
} from '../state.ts';
import { sessionOf } from '../token.ts';
import { isLive } from './announcement.ts';

/** What an element's state is derived from: its announcements, its peers, the router's session. */
export interface ElementEvidence {
  router: RouterState;
  members: readonly AnnouncementState[];
  peers: readonly PeerState[];
  required: readonly string[];
  /** Peers that claim one role, where several do. */
  inConflict: boolean;
  /** An operator has taken it out of use. */
  drained: boolean;
  /** It is so new that its other side may be on the way. */
  beginning: boolean;
  prior: ElementState | undefined;
}

export interface Verdict {
  state: ElementStatus;
  missing: string[];
}

export const gracefulShutdown = '65535:0';
/** States that a first learning may follow; any other is kept until something better or worse is known for certain. */
const beginnings: readonly (ElementStatus | undefined)[] = [undefined, 'learning', 'lost'];

/** States of an element that lacks a side, which last until it is known whether that comes again. */
const keptWhileLearning: readonly ElementStatus[] = ['half-open', 'rejected', 'stale'];

export const isBeginning = (state: ElementStatus | undefined): boolean => beginnings.includes(state);

/** An element of one router: what is recognised by something else than a BGP identifier or an address says by what. */
export function elementIdOf(routerId: string, { strategy, scope, key }: Pairing): string {
  const plain = scope === 'router' && (strategy === 'bgp-id' || strategy === 'peer-address');
  return plain ? `${routerId}~${key}` : `${routerId}~${strategy}~${key}`;
}

/** The element that one of a router is a part of; null where it is a whole one. `@` begins no id of a router's own. */
export const spanOf = (location: string, { strategy, scope, key }: Pairing): string | null =>
  scope === 'router' ? null : `@${location}~${strategy}~${key}`;

/** The state of an element: learning, complete, half-open, draining, rejected, stale, lost or conflict. */
export function judge(evidence: ElementEvidence): Verdict {
  const { router, members, required, prior, inConflict } = evidence;
  const missing = required.filter((role) => !members.some((member) => member.role === role && isLive(member)));
  const verdict = (state: ElementStatus): Verdict => ({ state, missing });
  if (members.length === 0) return verdict('lost');
  if (router.session.state !== 'up') return verdict('stale');
  if (inConflict) return verdict('conflict');
  return verdict(missing.length === 0 ? judgeWhole(evidence) : judgePartial(evidence, missing, prior));
}

function judgeWhole({ members, peers, prior, router, drained }: ElementEvidence): ElementStatus {
  if (isBeginning(prior?.state) && peers.some(learnsAfresh)) return 'learning';
  if (prior?.state === 'stale' && members.some((member) => !isFresh(member, router))) return 'stale';
  return drained || members.some(isDraining) ? 'draining' : 'complete';
}

function judgePartial(evidence: ElementEvidence, missing: string[], prior: ElementState | undefined): ElementStatus {
  if (evidence.peers.some((peer) => peer.learning || isAwaited(peer, evidence.router))) {
    if (isBeginning(prior?.state)) return 'learning';
    if (prior && keptWhileLearning.includes(prior.state)) return prior.state;
  }
  if (evidence.beginning) return 'learning';
  const rejected = evidence.members.some(({ role, state }) => state === 'rejected' && missing.includes(role));
  return rejected ? 'rejected' : 'half-open';
}

/** After a reconnect: it was up before and has not come up in this session yet. */
const isAwaited = (peer: PeerState, router: RouterState): boolean =>
  peer.state === 'up' && !router.session.synced && !isCurrent(peer, router.session.id);

const isFresh = (member: AnnouncementState, router: RouterState): boolean =>
  Object.values(member.views).some(({ token }) => sessionOf(token) === router.session.id);

export const isDraining = (member: AnnouncementState): boolean =>
  isLive(member) && Object.values(member.views).some(({ communities }) => communities.includes(gracefulShutdown));

/** Where the members serve, by role. */
export function servicesOf(members: readonly AnnouncementState[]): Record<string, ServiceAddress[]> {
  const byRole = Map.groupBy(members, ({ role }) => role);
  return Object.fromEntries([...byRole].map(([role, ofRole]) => [role, ofRole.map(serviceAddress)]));
}

function serviceAddress(member: AnnouncementState): ServiceAddress {
  const { prefix, family, routeDistinguisher, views } = member;
  const communities = Object.values(views).flatMap((view) => view.communities);
  const routeTargets = [...new Set(communities.filter((text) => text.startsWith('rt:')))];
  return { prefix, family, routeDistinguisher, live: isLive(member), routeTargets };
}

/** By which traffic can be redirected into it. */
export function routeTargetsOf({ services }: Pick<ElementState, 'services'>): string[] {
  const all = Object.values(services).flatMap((addresses) => addresses.flatMap(({ routeTargets }) => routeTargets));
  return [...new Set(all)].sort();
}
