import type { Cause, Draft } from '../knowledge.ts';
import type { AnnouncementState, AnnouncementView, Pairing, PeerState } from '../state.ts';
import { noteFinding } from './findings.ts';
import type { KeyJudgement } from './membership.ts';

/** Findings of roles and of pairing, raised and cleared as these are derived. */

export function noteRole(
  draft: Draft,
  { id, prefix, direct, role }: AnnouncementState,
  peer: PeerState,
  said: AnnouncementView,
  cause: Cause,
): void {
  const from = `${prefix} from ${peer.address}`;
  const unmatched =
    direct && role === '' ? `${from}: no rule gives a role to ${said.communities.join(' ')}` : undefined;
  const roles = [role, ...said.otherRoles].join(' and ');
  const ambiguous =
    direct && said.otherRoles.length > 0 ? `${from}: rules give it ${roles}; it counts as ${role}` : undefined;
  noteFinding(draft, { kind: 'unmatched-role', subject: id, detail: unmatched }, cause);
  noteFinding(draft, { kind: 'ambiguous-role', subject: id, detail: ambiguous }, cause);
}

/** The announcement is gone. */
export function clearRole(draft: Draft, { id }: Pick<AnnouncementState, 'id'>, cause: Cause): void {
  for (const kind of ['unmatched-role', 'ambiguous-role'] as const) {
    noteFinding(draft, { kind, subject: id, detail: undefined }, cause);
  }
}

export function noteConflict(draft: Draft, { key: pairing, peers, inConflict }: KeyJudgement, cause: Cause): void {
  const { strategy, key } = pairing;
  const detail = inConflict ? `several peers claim one role by ${strategy} ${key}: ${peers.join(', ')}` : undefined;
  noteFinding(draft, { kind: 'pairing-conflict', subject: subjectOf(draft, pairing), detail }, cause);
}

/** Those of keys that nothing has any more: other rules pair by others. */
export function clearOtherConflicts(draft: Draft, judgements: readonly KeyJudgement[], cause: Cause): void {
  const judged = new Set(judgements.map(({ key }) => subjectOf(draft, key)));
  for (const { kind, subject } of [...draft.findings.values()]) {
    if (kind !== 'pairing-conflict' || judged.has(subject)) continue;
    noteFinding(draft, { kind, subject, detail: undefined }, cause);
  }
}

const subjectOf = ({ routerId }: Draft, { strategy, key }: Pairing): string => `${routerId}~${strategy}~${key}`;
