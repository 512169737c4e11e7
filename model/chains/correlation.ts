import { acrossRouters } from '../events.ts';
import type { CompiledRules } from '../rules/compiled-rules.ts';
import type { ElementState, SteeringState } from '../state.ts';
import { chainChanges } from './chain-changes.ts';
import { type Change, type Correlated, correlatedAfter, type NumberedChange } from './correlated.ts';
import { duplicatePrefixes } from './duplicate-prefixes.ts';
import { fewComplete } from './few-complete.ts';
import { foundAcross } from './finding-changes.ts';
import { spanChanges } from './span-changes.ts';
import { compareStates } from './state-order.ts';
import { findingAndSteeringChanges, leadTraffic } from './steering-changes.ts';

/** What the routers tell, all of them. */
export interface CorrelatedFacts {
  /** As ingest has them: parts of elements among whole ones. */
  elements: readonly ElementState[];
  steering: readonly SteeringState[];
  /** Routers that have gone silent: what they tell is what they told. */
  silentRouters: ReadonlySet<string>;
}

export interface CorrelationCause {
  /** Names the derivation: no other that is committed has it. */
  name: string;
  /** Milliseconds since 1970; never less than that of the derivation before. */
  at: number;
}

/** What changes in what no single router can tell. */
export function correlate(
  before: Correlated,
  { elements, steering, silentRouters }: CorrelatedFacts,
  rules: CompiledRules,
  cause: CorrelationCause,
): NumberedChange[] {
  const { at } = cause;
  const spans = spanChanges(before.span, elements, rules, at);
  const whole = wholeElements(elements, correlatedAfter(before, spans).span.values());
  const found = [...duplicatePrefixes(whole), ...fewComplete(whole, rules.rules)].map(foundAcross);
  const changes = [
    ...spans,
    ...chainChanges(before, whole, rules.rules, at),
    ...findingAndSteeringChanges(before.finding, found, leadTraffic(whole, steering, silentRouters), at),
  ];
  return numbered(changes, cause);
}

/**
 * Those that one router sees whole, and those of which it takes several. Where partitions of a router tell of the same one
 * (docs/adr/0013), it is as good as the better of them says. What goes on as another element is none.
 */
export function wholeElements(elements: Iterable<ElementState>, spans: Iterable<ElementState>): ElementState[] {
  const whole = new Map<string, ElementState>();
  for (const element of [...elements, ...spans]) {
    const known = whole.get(element.id);
    const isBetter = known === undefined || compareStates(element.state, known.state) < 0;
    if (element.span === null && !element.replaced && isBetter) whole.set(element.id, element);
  }
  return [...whole.values()];
}

function numbered(changes: readonly Change[], { name, at }: CorrelationCause): NumberedChange[] {
  let count = 0;
  return changes.map((change) => ({
    ...change,
    events: change.told.map((telling) => ({
      id: `${name}/${count++}`,
      routerId: acrossRouters,
      time: at,
      ...telling,
    })),
  }));
}
