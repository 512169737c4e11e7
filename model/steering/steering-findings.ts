import { type FindingKind, findingId, findingKinds } from '../discovery/findings.ts';
import type { FindingState, SteeringState, SteeringTarget } from '../state.ts';
import type { Resolution, ResolvedTarget } from './resolve-steering.ts';

const troubles: readonly { state: Resolution['state']; kind: FindingKind }[] = [
  { state: 'dangling', kind: 'dangling-redirect' },
  { state: 'half-open', kind: 'half-open-redirect' },
  { state: 'draining', kind: 'draining-redirect' },
];

/** One finding of a kind, however many targets of the route it is about. */
export function steeringFindings(
  steering: Pick<SteeringState, 'id' | 'routerId' | 'peerId' | 'match'>,
  resolved: readonly ResolvedTarget[],
  since: number,
): FindingState[] {
  const { id: subject, routerId } = steering;
  return troubles.flatMap(({ state, kind }) => {
    const about = resolved.filter(({ resolution }) => resolution.state === state);
    if (about.length === 0) return [];
    const id = findingId({ kind, subject });
    const detail = detailOf(steering, about);
    return [{ id, routerId, kind, severity: findingKinds[kind], subject, detail, since }];
  });
}

const mostTold = 3;

function detailOf(
  { match, peerId, routerId }: Pick<SteeringState, 'match' | 'peerId' | 'routerId'>,
  about: readonly ResolvedTarget[],
): string {
  const told = about.slice(0, mostTold).map(({ target, resolution }) => `${ledText(target)}, but ${resolution.detail}`);
  const more = about.length > mostTold ? [`${about.length - mostTold} more`] : [];
  return `${match} (router ${routerId}, peer ${peerId}) is ${[...told, ...more].join('; ')}`;
}

function ledText(target: SteeringTarget): string {
  switch (target.kind) {
    case 'redirect-to-ip':
      return `${target.copy ? 'copied' : 'redirected'} to ${target.target}`;
    case 'redirect-to-vrf':
      return `redirected to the VRF of ${target.target}`;
    case 'next-hop':
      return `led to next hop ${target.target}`;
    case 'sfir':
      return `served by an instance of function type ${target.serviceFunctionType}`;
    case 'sfpr':
      return `led along service path ${target.servicePathIdentifier}`;
  }
}
