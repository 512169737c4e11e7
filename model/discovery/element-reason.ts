import equal from 'fast-deep-equal';
import type { Draft } from '../knowledge.ts';
import type { CompiledRules } from '../rules/compiled-rules.ts';
import type { AnnouncementState, ElementState } from '../state.ts';
import { isDraining, type Verdict } from './element.ts';

export interface ReasonFacts {
  draft: Draft;
  rules: CompiledRules;
  /** Of the element. */
  id: string;
  verdict: Verdict;
  members: readonly AnnouncementState[];
  /** An operator has taken it out of use. */
  drained: boolean;
}

/** Why an element is in its state, for people; null where there is nothing to say. */
export function reasonOf({ draft, rules, id, verdict, members, drained }: ReasonFacts): string | null {
  const { state, missing } = verdict;
  const prior = draft.elements.get(id);
  const isSame = prior?.state === state && equal(prior.missing, missing);
  const lostAnew = missing.some((role) => draft.losses.has(`${id} ${role}`));
  if (isSame && !lostAnew && state !== 'conflict' && state !== 'draining') return prior.reason;
  if (state === 'stale')
    return `BMP session lost: ${draft.router?.session.terminationReason ?? 'no word from the router'}`;
  if (state === 'conflict') return conflictText(draft, members);
  if (state === 'draining')
    return drained ? drainText(rules, id) : `${rolesThat(members, isDraining)}: GRACEFUL_SHUTDOWN`;
  if (missing.length === 0) return null;
  return missing.map((role) => `${role}: ${lossOf(role, id, draft, prior)}`).join('; ');
}

/** Why a side is missing: what was just lost, else what was said before. */
function lossOf(role: string, id: string, draft: Draft, prior?: ElementState): string {
  const before = (prior?.reason ?? '').split('; ').find((part) => part.startsWith(`${role}: `));
  return draft.losses.get(`${id} ${role}`) ?? before?.slice(role.length + 2) ?? 'not announced';
}

function conflictText(draft: Draft, members: readonly AnnouncementState[]): string {
  const claims = [...Map.groupBy(members, ({ role }) => role)].map(([role, ofRole]) => {
    const addresses = new Set(ofRole.map(({ peerId }) => draft.peers.get(peerId)?.address ?? peerId));
    return { role, addresses: [...addresses].sort() };
  });
  const contested = claims
    .filter(({ addresses }) => addresses.length > 1)
    .sort((one, other) => (one.role < other.role ? -1 : 1));
  return contested.map(({ role, addresses }) => `${role}: announced by ${addresses.join(' and ')}`).join('; ');
}

function drainText({ rules }: CompiledRules, id: string): string {
  const override = rules.overrides.find((each) => 'element' in each && each.element === id);
  return `drained by the operator${override?.reason === undefined ? '' : `: ${override.reason}`}`;
}

const rolesThat = (members: readonly AnnouncementState[], test: (member: AnnouncementState) => boolean): string =>
  [...new Set(members.filter(test).map(({ role }) => role))].sort().join(' and ');
