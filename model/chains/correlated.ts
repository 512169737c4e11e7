import type { EventType, PlatformEvent } from '../events.ts';
import type { ElementState, FindingState } from '../state.ts';
import type { ChainState } from './chain-state.ts';
import type { GroupState } from './group-state.ts';

/** What no single router can tell, by the kind of its items in the table. */
export interface CorrelatedThings {
  /** Whole elements of which several routers see parts. */
  span: ElementState;
  group: GroupState;
  chain: ChainState;
  finding: FindingState;
}

export type CorrelatedKind = keyof CorrelatedThings;

/** Id to thing. */
export type Correlated = { readonly [Kind in CorrelatedKind]: ReadonlyMap<string, CorrelatedThings[Kind]> };

export const nothingCorrelated: Correlated = {
  span: new Map(),
  group: new Map(),
  chain: new Map(),
  finding: new Map(),
};

/** What the event feed is told of a change. */
export interface EventBody {
  type: EventType;
  subject: string;
  data: Record<string, unknown>;
}

type ChangeOf<Kind extends CorrelatedKind> = {
  kind: Kind;
  id: string;
  /** Null: it is no more. */
  after: CorrelatedThings[Kind] | null;
  told: EventBody[];
};

export type Change = { [Kind in CorrelatedKind]: ChangeOf<Kind> }[CorrelatedKind];

/** A change with its events as they go into the feed. It can be committed without the others of its derivation. */
export type NumberedChange = Change & { events: PlatformEvent[] };

export function correlatedAfter(before: Correlated, changes: Iterable<Change>): Correlated {
  const after = {
    span: new Map(before.span),
    group: new Map(before.group),
    chain: new Map(before.chain),
    finding: new Map(before.finding),
  };
  for (const change of changes) {
    const things: Map<string, unknown> = after[change.kind];
    if (change.after === null) things.delete(change.id);
    else things.set(change.id, change.after);
  }
  return after;
}
