import type { Cause, Draft } from './knowledge.ts';
import type { FindingState } from './state.ts';

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

/** Raises a finding, or clears it. */
export function noteFinding({ findings, routerId }: Draft, { kind, subject, detail }: Noted, cause: Cause): void {
  const id = findingId({ kind, subject });
  const before = findings.get(id);
  if (detail === undefined) {
    findings.delete(id);
  } else if (before?.detail !== detail) {
    const since = before?.since ?? cause.at;
    findings.put({ id, routerId, kind, severity: findingKinds[kind], subject, detail, since });
  }
}
