import equal from 'fast-deep-equal';
import type { Cause, Draft } from '../knowledge.ts';
import type { CompiledRules } from '../rules/compiled-rules.ts';
import type { AnnouncementState, ElementState, Pairing, PeerState, RouterState } from '../state.ts';
import type { Timings } from '../timings.ts';
import { isBeginning, judge, routeTargetsOf, servicesOf, spanOf } from './element.ts';
import { reasonOf } from './element-reason.ts';
import { noteFinding } from './findings.ts';
import { damped, type Telling } from './flap-damping.ts';
import type { Membership, TouchedElement } from './membership.ts';
import { hasConflict } from './pairing.ts';

interface Derivation {
  draft: Draft;
  timings: Pick<Timings, 'acceptWithin'>;
  router: RouterState;
  rules: CompiledRules;
  membership: Membership;
  cause: Cause;
}

/** Derives an element from its announcements, and emits what became visible of it. */
export function deriveElement(derivation: Derivation, { id, pairing: paired }: TouchedElement): void {
  const { draft, router, rules, cause } = derivation;
  const prior = draft.elements.get(id);
  // In whichever order they came.
  const members = draft.announcements.ofElement(id).sort((a, b) => (a.id < b.id ? -1 : 1));
  const pairing = paired ?? prior?.pairing;
  if (pairing === undefined || (!prior && members.length === 0)) return;
  const span = spanOf(router.location, pairing);
  const required = requiredOf(rules, members, span, prior);
  const peers = peersOf(derivation, members, pairing, prior);
  const claims = members.map((announcement) => ({ announcement }));
  const drained = rules.isDrained(id);
  const inConflict = hasConflict(claims);
  const beginning = isStillBeginning(derivation, prior);
  const verdict = judge({ router, members, peers, required, inConflict, drained, beginning, prior });
  const { state, missing } = verdict;
  const from = cause.byOperator ? null : (prior?.state ?? null);
  const { flap, tell } = damped(prior?.flap, from, state, cause.at, rules.rules.holds);
  const element: ElementState = {
    id,
    routerId: router.id,
    location: router.location,
    vendor: router.vendor,
    deviceId: router.deviceId,
    pairing,
    span,
    interfaces: byRole(members),
    services: servicesOf(members),
    required,
    state,
    missing,
    reason: reasonOf({ draft, rules, id, verdict, members, drained }),
    since: prior?.state === state ? prior.since : cause.at,
    firstSeen: prior?.firstSeen ?? cause.at,
    lastChanged: prior?.lastChanged ?? cause.at,
    flap,
    ...(state === 'lost' && (draft.left.has(id) || prior?.replaced) && { replaced: true }),
  };
  noteUnpaired(derivation, element, members);
  if (prior && equal(prior, element)) return;
  if (state === 'lost' && prior && wasOnlyLearned(prior)) draft.elements.delete(id);
  else draft.elements.put({ ...element, lastChanged: cause.at });
  emitChange(draft, prior, element, tell, cause);
}

/**
 * During a first dump sessions can look like an element until more of them are known. Of what was never more than that no
 * tombstone is kept.
 */
const wasOnlyLearned = ({ state, since, firstSeen }: ElementState): boolean =>
  state === 'learning' && since === firstSeen;

/** Its other side is not missing: nothing says which one that would be. */
function noteUnpaired(
  { draft, membership, cause }: Derivation,
  { id, span, state, missing, pairing }: ElementState,
  members: readonly AnnouncementState[],
): void {
  const sessions = new Set([...members.map(({ peerId }) => peerId), ...membership.peersWith(pairing)]);
  const alone = span === null && state === 'half-open' && sessions.size === 1;
  const what = `no other session has its ${pairing.strategy} ${pairing.key}`;
  const detail = alone ? `${missing.join(' and ')} missing, and ${what}` : undefined;
  noteFinding(draft, { kind: 'unpaired-element', subject: id, detail }, cause);
}

/** Its sides are announced one after the other. What the rules make of routes that are there is known at once. */
function isStillBeginning({ cause, timings }: Derivation, prior: ElementState | undefined): boolean {
  if (cause.byOperator || !isBeginning(prior?.state)) return false;
  const since = prior?.state === 'learning' ? prior.since : cause.at;
  return cause.at - since < timings.acceptWithin * 1000;
}

/** A part of an element needs what it has: only the whole can miss a role. */
function requiredOf(
  rules: CompiledRules,
  members: readonly AnnouncementState[],
  span: string | null,
  prior: ElementState | undefined,
): string[] {
  if (members.length === 0) return prior?.required ?? [];
  const roles = new Set(members.map(({ role }) => role));
  if (span === null) return rules.requiredRoles(roles);
  return [...roles].sort();
}

/**
 * Those of its members, and those that would be of it if they announced something. Where only announcements tell, any peer
 * may still bring the first of a role.
 */
function peersOf(
  { draft, membership }: Derivation,
  members: readonly AnnouncementState[],
  pairing: Pairing,
  prior: ElementState | undefined,
): PeerState[] {
  const toldByRoutes = pairing.strategy === 'large-community' || pairing.strategy === 'service-subnet';
  if (toldByRoutes && isBeginning(prior?.state))
    return [...draft.peers.values()].filter(({ type }) => type !== 'loc-rib');
  const ids = new Set([...members.map(({ peerId }) => peerId), ...membership.peersWith(pairing)]);
  return [...ids].map((id) => draft.peers.get(id)).filter((peer) => peer !== undefined);
}

function emitChange(
  draft: Draft,
  prior: ElementState | undefined,
  element: ElementState,
  tell: Telling,
  cause: Cause,
): void {
  const { id, span, state, missing, reason, location, interfaces, flap } = element;
  const visible = tell !== null || (!flap.flapping && isOtherwiseVisible(prior, element));
  if (!visible) return;
  const data = { from: prior?.flap.told ?? null, to: state, missing, reason, location, interfaces };
  if (span !== null) draft.emit('attachment.state-changed', id, cause, { ...data, element: span });
  else if (tell === 'flapping')
    draft.emit('element.flapping', id, cause, { ...data, transitions: flap.transitions.length });
  else draft.emit('element.state-changed', id, cause, tell === 'rested' ? { ...data, rested: true } : data);
}

/** Which sides are missing matters once it is known for certain, and so does by which route targets it is reached. */
export const isOtherwiseVisible = (before: ElementState | undefined, after: ElementState): boolean =>
  before !== undefined &&
  after.state !== 'learning' &&
  !(equal(before.missing, after.missing) && equal(routeTargetsOf(before), routeTargetsOf(after)));

function byRole(members: readonly AnnouncementState[]): Record<string, string[]> {
  const roles = Map.groupBy(members, ({ role }) => role);
  return Object.fromEntries([...roles].map(([role, ofRole]) => [role, ofRole.map(({ id }) => id).sort()]));
}
