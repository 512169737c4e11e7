import { applyRecord, type DerivationRules } from '#model/apply.ts';
import { type Gap, gapsOfSession, withGap } from '#model/gaps.ts';
import { Draft, type Knowledge } from '#model/knowledge.ts';
import type { StreamEvent, StreamRecord } from '#model/record.ts';
import { noteSuspect } from '#model/router-findings.ts';
import type { CompiledRules } from '#model/rules/compiled-rules.ts';
import type { CommitState } from '#model/state.ts';
import { seqOf, sessionOf, type Token, tokenOf, zeroToken } from '#model/token.ts';
import type { SegmentRow } from '#rib/rows/row.ts';
import type { IngestMetrics } from './metrics.ts';
import { collectRows } from './rows.ts';

/** A record as it came from the stream; `record` is null where it could not be decoded. */
export interface StreamInput {
  sequenceNumber: string;
  data: Uint8Array;
  record: StreamRecord | null;
  /** Why it must be passed over; null for a good record. */
  poison: string | null;
}

/** What is known of a router, by which rules, and the commit that made it so. */
export interface Standing {
  knowledge: Knowledge;
  rules: CompiledRules;
  /** Its peers, as the router's head has them. */
  packedPeers: string;
  commit: CommitState | null;
}

export interface UndecodableMessage {
  token: Token;
  message: Extract<StreamEvent, { kind: 'undecodable' }>;
}

/** What one commit will write. */
export interface Step {
  draft: Draft;
  rows: Map<string, SegmentRow[]>;
  applied: Token;
  receivedAt: number;
  /** What of the session is missing. */
  gaps: readonly Gap[];
  /** BMP messages that the collector could not decode; the first few of a commit. */
  undecodable: UndecodableMessage[];
  /** How many of the inputs are done with it. */
  done: number;
}

/** A record that decoded but could not be applied. */
export class PoisonedRecord extends Error {
  override name = 'PoisonedRecord';
  readonly input: StreamInput;

  constructor(input: StreamInput, cause: unknown) {
    super(`record could not be applied: ${String(cause)}`, { cause });
    this.input = input;
  }
}

/** A commit is cut at these; one event can go beyond by what one BMP message holds. */
export const enoughChanges = 2_000;
const enoughRows = 200_000;
/** A router that says nothing else must not fill the table. */
const keptUndecodable = 20;

/** The version of the rules that a record speaks of; null for every other record. */
export function rulesVersionOf({ record, poison }: StreamInput): number | null {
  const event = record?.events[0];
  return poison === null && event?.kind === 'rules-changed' ? event.version : null;
}

/** Derives what the inputs change, as far as one commit should go; a change of the rules has a step of its own. Pure: on a throw nothing has happened. */
export function deriveStep(
  routerId: string,
  { knowledge, commit }: Pick<Standing, 'knowledge' | 'commit'>,
  inputs: readonly StreamInput[],
  derivation: DerivationRules,
  metrics: IngestMetrics,
  enough = enoughChanges,
): Step {
  const step: Step = {
    draft: new Draft(routerId, knowledge),
    rows: new Map(),
    applied: commit?.applied ?? zeroToken,
    receivedAt: commit?.receivedAt ?? 0,
    gaps: commit?.gaps ?? [],
    undecodable: [],
    done: 0,
  };
  for (const input of inputs) {
    if (rulesVersionOf(input) !== null) break;
    if (!applyInput(step, input, derivation, metrics, enough)) break;
    step.done += 1;
    if (step.draft.changeCount >= enough || rowCount(step.rows) >= enoughRows) break;
  }
  return step;
}

export function rowCount(rows: ReadonlyMap<string, readonly SegmentRow[]>): number {
  let count = 0;
  for (const ofFamily of rows.values()) count += ofFamily.length;
  return count;
}

/** False where the step has enough and the rest of the record is for the next one. */
function applyInput(
  step: Step,
  input: StreamInput,
  derivation: DerivationRules,
  metrics: IngestMetrics,
  enough: number,
): boolean {
  const { record, poison } = input;
  if (record === null || poison !== null) {
    passPoison(step, record, poison ?? '');
    return true;
  }
  if (isFenced(step, record)) {
    metrics.count('fencedRecords', 1);
    return true;
  }
  try {
    noteGap(step, record, metrics);
    const from = step.applied;
    const { applied, whole } = applyRecord(step.draft, record, from, derivation, enough);
    collectRows(step.rows, record, from, applied);
    collectUndecodable(step, record, from, applied);
    step.applied = applied;
    step.receivedAt = Math.max(step.receivedAt, record.events.at(-1)?.receivedAt ?? 0);
    return whole;
  } catch (error) {
    throw new PoisonedRecord(input, error);
  }
}

function collectUndecodable({ undecodable }: Step, record: StreamRecord, from: Token, to: Token): void {
  for (const message of record.events) {
    if (message.kind !== 'undecodable' || undecodable.length === keptUndecodable) continue;
    const token = tokenOf(record.session, message.seq);
    if (token > from && token <= to) undecodable.push({ token, message });
  }
}

/** A dead collector's late flush; the sweep's word of a session that is not the current one, or has spoken since. */
function isFenced({ draft, applied }: Step, { session, lastSeq, events }: StreamRecord): boolean {
  const current = draft.router?.session.id ?? 0;
  if (lastSeq !== 0) return session < current;
  return (
    session !== current || events.some((event) => 'afterSeq' in event && applied > tokenOf(session, event.afterSeq))
  );
}

/** The stream keeps a router's events in order and without gaps; where one is missing, say so. */
function noteGap(step: Step, record: StreamRecord, metrics: IngestMetrics): void {
  const { draft, applied } = step;
  const { session } = record;
  const expected = sessionOf(applied) === session ? seqOf(applied) + 1 : 1;
  step.gaps = gapsOfSession(step.gaps, session);
  if (record.firstSeq <= expected) return;
  step.gaps = withGap(step.gaps, { session, from: expected, to: record.firstSeq - 1 });
  metrics.count('sequenceGaps', 1);
  const at = record.events[0]?.receivedAt ?? 0;
  const detail = `events ${expected} to ${record.firstSeq - 1} of session ${session} are missing`;
  noteSuspect({ draft }, detail, { token: applied, at });
}

function passPoison(step: Step, record: StreamRecord | null, reason: string): void {
  const { draft } = step;
  if (record !== null) {
    const last = tokenOf(record.session, record.lastSeq);
    if (last > step.applied) step.applied = last;
  }
  if (draft.router === null) return;
  draft.putRouter({ ...draft.router, poisoned: draft.router.poisoned + 1 });
  noteSuspect({ draft }, reason, { token: step.applied, at: step.receivedAt });
}
