import { isLive } from './announcement.ts';
import { isCurrent, learnsAfresh } from './feed.ts';
import type { AnnouncementState, ElementState, ElementStatus, PeerState, RouterState } from './state.ts';
import { sessionOf } from './token.ts';

/** What an element's state is derived from: its announcements, its peers, the router's session. */
export interface ElementEvidence {
  router: RouterState;
  members: readonly AnnouncementState[];
  peers: readonly PeerState[];
  requiredRoles: readonly string[];
  prior: ElementState | undefined;
}

export interface Verdict {
  state: ElementStatus;
  missing: string[];
}

const gracefulShutdown = '65535:0';
/** States that a first learning may follow; any other is kept until something better or worse is known for certain. */
const beginnings: readonly (ElementStatus | undefined)[] = [undefined, 'learning', 'lost'];

/** Sessions of one element share its BGP identifier; a peer without one stands alone. */
export function pairingOf(peer: PeerState): { strategy: string; key: string } {
  return peer.bgpId === null
    ? { strategy: 'peer-address', key: peer.address }
    : { strategy: 'bgp-id', key: peer.bgpId };
}

export const elementIdOf = (routerId: string, peer: PeerState): string => `${routerId}~${pairingOf(peer).key}`;

/** The state of an element: learning, complete, half-open, draining, rejected, stale, lost or conflict. */
export function judge(evidence: ElementEvidence): Verdict {
  const { router, members, requiredRoles, prior } = evidence;
  const missing = requiredRoles.filter((role) => !members.some((member) => member.role === role && isLive(member)));
  const verdict = (state: ElementStatus): Verdict => ({ state, missing });
  if (members.length === 0) return verdict('lost');
  if (router.session.state !== 'up') return verdict('stale');
  if (hasConflict(members)) return verdict('conflict');
  return verdict(missing.length === 0 ? judgeWhole(evidence) : judgePartial(evidence, missing, prior));
}

function judgeWhole({ members, peers, prior, router }: ElementEvidence): ElementStatus {
  if (beginnings.includes(prior?.state) && peers.some(learnsAfresh)) return 'learning';
  if (prior?.state === 'stale' && members.some((member) => !isFresh(member, router))) return 'stale';
  return members.some(isDraining) ? 'draining' : 'complete';
}

function judgePartial(evidence: ElementEvidence, missing: string[], prior: ElementState | undefined): ElementStatus {
  if (evidence.peers.some((peer) => peer.learning || isAwaited(peer, evidence.router))) {
    if (beginnings.includes(prior?.state)) return 'learning';
    if (prior && prior.state !== 'complete' && prior.state !== 'draining') return prior.state;
  }
  const rejected = evidence.members.some(({ role, state }) => state === 'rejected' && missing.includes(role));
  return rejected ? 'rejected' : 'half-open';
}

/** After a reconnect: it was up before and has not come up in this session yet. */
const isAwaited = (peer: PeerState, router: RouterState): boolean =>
  peer.state === 'up' && !router.session.synced && !isCurrent(peer, router.session.id);

const isFresh = (member: AnnouncementState, router: RouterState): boolean =>
  Object.values(member.views).some(({ token }) => sessionOf(token) === router.session.id);

const isDraining = (member: AnnouncementState): boolean =>
  Object.values(member.views).some(({ communities }) => communities.includes(gracefulShutdown));

/** Two peers claim one role of one element in one family. */
function hasConflict(members: readonly AnnouncementState[]): boolean {
  const claimants = new Map<string, string>();
  return members.some(({ role, family, peerId }) => {
    const claim = `${role} ${family}`;
    const other = claimants.get(claim);
    claimants.set(claim, peerId);
    return other !== undefined && other !== peerId;
  });
}
