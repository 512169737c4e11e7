import type { Application } from './application.ts';
import { applyPeerDown, applyPeerUp, applyStatistics } from './apply-peer.ts';
import { applyAnnounce, applyEndOfRib, applyWithdraw } from './apply-routes.ts';
import {
  applyExpired,
  applyHeartbeat,
  applyHeldDown,
  applyInitiation,
  applySessionLost,
  applySessionOpen,
  applyStale,
  applyUndecodable,
  noteAlive,
} from './apply-session.ts';
import { Discovery } from './discovery/discovery.ts';
import type { EarlierViews } from './discovery/earlier-views.ts';
import type { Cause, Draft } from './knowledge.ts';
import type { StreamEvent, StreamRecord } from './record.ts';
import type { CompiledRules } from './rules/compiled-rules.ts';
import type { Timings } from './timings.ts';
import { type Token, tokenOf } from './token.ts';
import { concludeFromSilence } from './waiting.ts';

type Kind = StreamEvent['kind'];
type EventOf<K extends Kind> = Extract<StreamEvent, { kind: K }>;
type Handlers = { [K in Kind]: (application: Application, event: EventOf<K>, cause: Cause) => void };

const nothingDerived = (): void => {};

const handlers: Handlers = {
  'session-open': applySessionOpen,
  'session-lost': applySessionLost,
  'session-stale': applyStale,
  'session-expired': applyExpired,
  /** Has a step of its own: `apply-rules.ts`. */
  'rules-changed': nothingDerived,
  'held-down': applyHeldDown,
  heartbeat: applyHeartbeat,
  initiation: applyInitiation,
  'peer-up': applyPeerUp,
  'peer-down': applyPeerDown,
  statistics: applyStatistics,
  'end-of-rib': applyEndOfRib,
  announce: applyAnnounce,
  withdraw: applyWithdraw,
  mirroring: nothingDerived,
  undecodable: applyUndecodable,
};

export interface DerivationRules {
  rules: CompiledRules;
  timings: Timings;
  earlier?: EarlierViews;
}

/**
 * Applies a record's events above the watermark `from` to the draft: (state, events) -> state and visible changes. No clock
 * and no input but these: the same record always derives the same. Stops early once the draft holds `enough` changes.
 * Returns the token up to which all is applied, and whether that is the whole record.
 */
export function applyRecord(
  draft: Draft,
  record: StreamRecord,
  from: Token,
  derivation: DerivationRules,
  enough: number,
): { applied: Token; whole: boolean } {
  const discovery = new Discovery(draft, derivation.rules, derivation.timings);
  const application: Application = { draft, discovery, record, ...derivation };
  let cause: Cause | null = null;
  for (const event of record.events) {
    if (cause !== null && draft.changeCount >= enough) return { applied: cause.token, whole: false };
    const token = tokenOf(record.session, event.seq);
    if (event.seq > 0 && token <= from) continue;
    cause = { token, at: event.receivedAt };
    // What the sweep says is outside the session's order: it speaks of all that was said so far.
    draft.peers.now = token > from ? token : from;
    if (event.seq > 0) noteAlive(application, event, cause);
    applyEvent(application, event, cause);
    discovery.settle(cause);
  }
  // The sweep's own records are outside the session's order, and its clock is not the stream's.
  if (cause === null || record.lastSeq === 0) return { applied: from, whole: true };
  concludeFromSilence(application, cause);
  discovery.settle(cause);
  return { applied: cause.token, whole: true };
}

function applyEvent<K extends Kind>(application: Application, event: EventOf<K>, cause: Cause): void {
  const handler = handlers[event.kind] as (application: Application, event: EventOf<K>, cause: Cause) => void;
  handler(application, event, cause);
}
