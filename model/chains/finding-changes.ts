import { findingId, findingKinds, type Noted } from '../discovery/findings.ts';
import { acrossRouters } from '../events.ts';
import type { FindingState } from '../state.ts';
import type { Change, Correlated, EventBody } from './correlated.ts';

export type Found = Omit<FindingState, 'since'>;

/** A finding that is about no one router. */
export const foundAcross = ({ kind, subject, detail = '' }: Noted): Found => ({
  id: findingId({ kind, subject }),
  routerId: acrossRouters,
  kind,
  severity: findingKinds[kind],
  subject,
  detail,
});

/** Raises what is found and was not before, and clears what was and is no more. */
export function findingChanges(before: Correlated['finding'], found: readonly Found[], at: number): Change[] {
  const ids = new Set(found.map(({ id }) => id));
  const gone = [...before.values()].filter(({ id }) => !ids.has(id));
  return [...found.flatMap((one) => changed(before.get(one.id), one, at)), ...gone.map(cleared)];
}

function changed(prior: FindingState | undefined, found: Found, at: number): Change[] {
  if (prior?.detail === found.detail && prior.severity === found.severity) return [];
  const after: FindingState = { ...found, since: prior?.since ?? at };
  return [{ kind: 'finding', id: found.id, after, told: prior === undefined ? [told('finding.raised', after)] : [] }];
}

const cleared = (prior: FindingState): Change => ({
  kind: 'finding',
  id: prior.id,
  after: null,
  told: [told('finding.cleared', prior)],
});

const told = (
  type: 'finding.raised' | 'finding.cleared',
  { id, routerId, kind, severity, subject, detail }: FindingState,
): EventBody => ({ type, subject: id, data: { router: routerId, kind, severity, subject, detail } });
