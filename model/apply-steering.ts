import equal from 'fast-deep-equal';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { isShown } from './feed.ts';
import type { Cause, Draft } from './knowledge.ts';
import type { AttributeSet } from './record.ts';
import type { CompiledRules } from './rules/compiled-rules.ts';
import type { PeerState, SteeringState, SteeringTarget } from './state.ts';
import {
  distinguisherText,
  matchText,
  nextHopTarget,
  steeringFamilies,
  steeringId,
  steeringTargetsOf,
  targetsOf,
} from './steering/steering-targets.ts';

/** Routes that lead traffic somewhere, as each peer's views have them. What they resolve to is for who knows all routers. */

/** A controller's table of redirects is small; beyond this they stay in the RIB only. */
const mostOfPeer = 2_000;

interface Speaker {
  peer: PeerState;
  view: View;
  family: string;
}

/** What each of some routes that share their attributes leads to; null where none of them leads anything. */
export type Leading = (nlri: Nlri) => SteeringTarget[];

export function leadingOf(
  attributes: AttributeSet,
  { peer, family }: Pick<Speaker, 'peer' | 'family'>,
  rules: CompiledRules,
): Leading | null {
  if (steeringFamilies.has(family)) return (nlri) => steeringTargetsOf(attributes, family, nlri);
  const leads = rules.leadsByNextHop(attributes, peer, family);
  const target = leads && nextHopTarget(attributes);
  return leads && target ? (nlri) => (leads(nlri) ? [target] : []) : null;
}

export function noteSteering(
  draft: Draft,
  speaker: Speaker,
  nlri: Nlri,
  targets: SteeringTarget[],
  cause: Cause,
  said: Cause = cause,
): void {
  const { peer, view, family } = speaker;
  const id = steeringId(peer.id, family, nlri);
  const known = draft.steering.get(id);
  if (targets.length === 0) {
    if (known) dropSteeringView(draft, known, view, cause);
    return;
  }
  if (!known && draft.steering.countOfPeer(peer.id) >= mostOfPeer) return;
  const before = known ?? newSteering(id, speaker, nlri, cause);
  const after = { ...before, views: { ...before.views, [view]: { ...said, targets } } };
  if (known) {
    putChanged(draft, known, after, cause);
    return;
  }
  draft.steering.put(after);
  draft.emit('steering.added', id, cause, describe(after));
}

/** A withdrawal of a route that led traffic. */
export function withdrawSteering(draft: Draft, { peer, view, family }: Speaker, nlri: Nlri, cause: Cause): void {
  const known = draft.steering.get(steeringId(peer.id, family, nlri));
  if (known?.views[view]) dropSteeringView(draft, known, view, cause);
}

/** Views whose feed no longer shows them. */
export function dropHiddenSteering(draft: Draft, peer: PeerState, cause: Cause): void {
  for (const steering of draft.steering.ofPeer(peer.id)) {
    for (const [view, { token }] of Object.entries(steering.views)) {
      const now = draft.steering.get(steering.id);
      if (now && !isShown(peer, view, steering.family, token)) dropSteeringView(draft, now, view as View, cause);
    }
  }
}

/** No view leads anything any more. */
export function dropSteering(draft: Draft, steering: SteeringState, cause: Cause): void {
  draft.steering.delete(steering.id);
  draft.emit('steering.withdrawn', steering.id, cause, describe(steering));
}

function dropSteeringView(draft: Draft, steering: SteeringState, view: View, cause: Cause): void {
  const { [view]: dropped, ...views } = steering.views;
  if (dropped === undefined) return;
  if (Object.keys(views).length > 0) putChanged(draft, steering, { ...steering, views }, cause);
  else dropSteering(draft, steering, cause);
}

/** It is seen to change where it leads elsewhere. */
function putChanged(draft: Draft, before: SteeringState, after: SteeringState, cause: Cause): void {
  const isSame = equal(targetsOf(before), targetsOf(after));
  draft.steering.put(isSame ? after : { ...after, lastChanged: cause.at });
  if (!isSame) draft.emit('steering.changed', after.id, cause, describe(after));
}

function newSteering(id: string, { peer, family }: Speaker, nlri: Nlri, { at }: Cause): SteeringState {
  return {
    id,
    routerId: peer.routerId,
    peerId: peer.id,
    family,
    routeDistinguisher: distinguisherText(family, nlri),
    match: matchText(family, nlri),
    views: {},
    firstSeen: at,
    lastChanged: at,
  };
}

const describe = (steering: SteeringState): Record<string, unknown> => ({
  match: steering.match,
  family: steering.family,
  peer: steering.peerId,
  targets: targetsOf(steering),
});
