import { type Gap, isMissing } from '#model/gaps.ts';
import type { CommitState } from '#model/state.ts';
import { seqOf, sessionOf, zeroToken } from '#model/token.ts';
import type { Span, UnreadableSpan } from './span.ts';

/** What became of a discarded record, and so what can be done about it. */
export const verdicts = {
  replay: 'to be put back: the router has said nothing since',
  taken: 'in the table',
  superseded: 'of an earlier session: the router has told everything anew since',
  overtaken: 'lost: what the router said later is in the table already, and only a resync mends it',
  incomplete: 'not to be put back: what the router said before is neither in the table nor in these failures',
  unreadable: 'unreadable: put back, and kept as poison',
} as const;

export type Verdict = keyof typeof verdicts;

export interface Judged {
  span: Span | UnreadableSpan;
  verdict: Verdict;
}

interface Standing {
  session: number;
  seq: number;
  gaps: readonly Gap[];
}

export const standingOf = (commit: Pick<CommitState, 'applied' | 'gaps'> | undefined): Standing => {
  const { applied, gaps = [] } = commit ?? { applied: zeroToken };
  return { session: sessionOf(applied), seq: seqOf(applied), gaps };
};

/**
 * What is to be done with one router's records, by where ingest stands with it. They come in the order of the stream, and are
 * judged as if those before them that can be put back had been.
 */
export function judge(spans: readonly (Span | UnreadableSpan)[], standing: Standing): Judged[] {
  let { session, seq } = standing;
  return spans.map((span) => {
    const verdict = verdictOf(span, { session, seq, gaps: standing.gaps });
    if (verdict === 'replay' && 'session' in span) [session, seq] = [span.session, span.lastSeq];
    return { span, verdict };
  });
}

function verdictOf(span: Span | UnreadableSpan, { session, seq, gaps }: Standing): Verdict {
  if ('unreadable' in span) return 'unreadable';
  const { firstSeq: from, lastSeq: to } = span;
  if (span.session < session) return 'superseded';
  // The sweep says again what is still so.
  if (to === 0) return 'taken';
  const applied = span.session === session ? seq : 0;
  if (to <= applied) return isMissing(gaps, { session, from, to }) ? 'overtaken' : 'taken';
  return from <= applied + 1 ? 'replay' : 'incomplete';
}
