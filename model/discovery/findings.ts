import type { Cause, Draft } from '../knowledge.ts';
import type { FindingState } from '../state.ts';

/** What an operator should look at, by kind, with how bad it is. */
export const findingKinds = {
  'unmatched-role': 'warning',
  'ambiguous-role': 'warning',
  'unknown-location': 'warning',
  'pairing-conflict': 'critical',
  'unpaired-element': 'warning',
  'duplicate-service-prefix': 'warning',
  'few-complete-elements': 'critical',
  'dangling-redirect': 'critical',
  'half-open-redirect': 'critical',
  'draining-redirect': 'warning',
  'generic-sysname': 'warning',
  'sysname-mismatch': 'warning',
  'unlisted-router': 'warning',
  'flapping-router': 'warning',
  'suspect-feed': 'warning',
  'stats-missing': 'info',
} as const satisfies Record<string, FindingState['severity']>;

export type FindingKind = keyof typeof findingKinds;

export interface Noted {
  kind: FindingKind;
  /** What it is about; there is one of a kind for each. */
  subject: string;
  /** For people; undefined where there is nothing to tell: what was told before is cleared. */
  detail: string | undefined;
}

export const findingId = ({ kind, subject }: Pick<Noted, 'kind' | 'subject'>): string => `${kind}~${subject}`;

/** Raises a finding, or clears it, and tells of both. */
export function noteFinding(draft: Draft, { kind, subject, detail }: Noted, cause: Cause): void {
  const { findings, routerId } = draft;
  const id = findingId({ kind, subject });
  const before = findings.get(id);
  const severity = findingKinds[kind];
  if (detail === undefined) {
    if (before === undefined) return;
    findings.delete(id);
    draft.emit('finding.cleared', id, cause, { router: routerId, kind, severity, subject, detail: before.detail });
  } else if (before?.detail !== detail) {
    findings.put({ id, routerId, kind, severity, subject, detail, since: before?.since ?? cause.at });
    if (before === undefined)
      draft.emit('finding.raised', id, cause, { router: routerId, kind, severity, subject, detail });
  }
}
