import equal from 'fast-deep-equal';
import { elementIdOf, judge, pairingOf, type Verdict } from './element.ts';
import type { Cause, Draft } from './knowledge.ts';
import type { DiscoveryRules } from './rules.ts';
import type { AnnouncementState, ElementState, PeerState, RouterState } from './state.ts';

/** Derives the element that a peer's sessions belong to, and emits what became visible of it. */
export function deriveElement(
  draft: Draft,
  peer: PeerState,
  router: RouterState,
  { requiredRoles }: DiscoveryRules,
  cause: Cause,
): void {
  const id = elementIdOf(router.id, peer);
  const prior = draft.elements.get(id);
  const peers = [...draft.peers.values()].filter((other) => elementIdOf(router.id, other) === id);
  const members = peers.flatMap(({ id: peerId }) => draft.announcements.ofPeer(peerId)).filter(({ direct }) => direct);
  if (!prior && members.length === 0) return;
  const verdict = judge({ router, members, peers, requiredRoles, prior });
  const { state, missing } = verdict;
  const element: ElementState = {
    id,
    routerId: router.id,
    location: router.location,
    vendor: router.vendor,
    deviceId: router.deviceId,
    pairing: pairingOf(peer),
    interfaces: byRole(members),
    state,
    missing,
    reason: reasonOf(verdict, id, draft, prior),
    since: prior?.state === state ? prior.since : cause.at,
    firstSeen: prior?.firstSeen ?? cause.at,
    lastChanged: prior?.lastChanged ?? cause.at,
  };
  if (prior && equal(prior, element)) return;
  draft.elements.put({ ...element, lastChanged: cause.at });
  if (!prior || isVisibleChange(prior, element)) emitChange(draft, prior, element, cause);
}

function emitChange(draft: Draft, prior: ElementState | undefined, element: ElementState, cause: Cause): void {
  const { state, missing, reason, location, interfaces } = element;
  const data = { from: prior?.state ?? null, to: state, missing, reason, location, interfaces };
  draft.emit('element.state-changed', element.id, cause, data);
}

/** Which sides are missing matters once it is known for certain. */
const isVisibleChange = (before: ElementState, after: ElementState): boolean =>
  before.state !== after.state || (after.state !== 'learning' && !equal(before.missing, after.missing));

function reasonOf({ state, missing }: Verdict, id: string, draft: Draft, prior?: ElementState): string | null {
  if (prior?.state === state && equal(prior.missing, missing)) return prior.reason;
  if (state === 'stale')
    return `BMP session lost: ${draft.router?.session.terminationReason ?? 'no word from the router'}`;
  if (state === 'conflict') return 'two peers announce the same role';
  if (missing.length === 0) return null;
  return missing.map((role) => `${role}: ${lossOf(role, id, draft, prior)}`).join('; ');
}

/** Why a side is missing: what was just lost, else what was said before. */
function lossOf(role: string, id: string, draft: Draft, prior?: ElementState): string {
  const before = (prior?.reason ?? '').split('; ').find((part) => part.startsWith(`${role}: `));
  return draft.losses.get(`${id} ${role}`) ?? before?.slice(role.length + 2) ?? 'not announced';
}

function byRole(members: readonly AnnouncementState[]): Record<string, string[]> {
  const roles = Map.groupBy(members, ({ role }) => role);
  return Object.fromEntries([...roles].map(([role, ofRole]) => [role, ofRole.map(({ id }) => id).sort()]));
}
