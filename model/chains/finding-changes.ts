import { acrossRouters } from '../events.ts';
import { findingId, findingKinds, type Noted } from '../findings.ts';
import type { FindingState } from '../state.ts';
import type { Change, Correlated, EventBody } from './correlated.ts';

/** Raises what is noted and was not before, and clears what was and is no more. */
export function findingChanges(before: Correlated['finding'], noted: readonly Noted[], at: number): Change[] {
  const found = new Map(
    noted.filter(({ detail }) => detail !== undefined).map((note): [string, Noted] => [findingId(note), note]),
  );
  const gone = [...before.values()].filter(({ id }) => !found.has(id));
  return [...[...found].flatMap(([id, note]) => changed(before.get(id), id, note, at)), ...gone.map(cleared)];
}

function changed(
  prior: FindingState | undefined,
  id: string,
  { kind, subject, detail = '' }: Noted,
  at: number,
): Change[] {
  const severity = findingKinds[kind];
  if (prior?.detail === detail && prior.severity === severity) return [];
  const since = prior?.since ?? at;
  const after: FindingState = { id, routerId: acrossRouters, kind, severity, subject, detail, since };
  return [{ kind: 'finding', id, after, told: prior === undefined ? [tellingOf('finding.raised', after)] : [] }];
}

const cleared = (prior: FindingState): Change => ({
  kind: 'finding',
  id: prior.id,
  after: null,
  told: [tellingOf('finding.cleared', prior)],
});

const tellingOf = (
  type: 'finding.raised' | 'finding.cleared',
  { id, kind, severity, subject, detail }: FindingState,
): EventBody => ({ type, subject: id, data: { kind, severity, subject, detail } });
