import equal from 'fast-deep-equal';
import { isOtherwiseVisible } from '../discovery/derive-element.ts';
import type { CompiledRules } from '../rules/compiled-rules.ts';
import type { ElementState } from '../state.ts';
import type { Change, Correlated, EventBody } from './correlated.ts';
import { type Spanned, spanningElement } from './spanning-element.ts';

/** Elements that routers of a location see parts of, where they changed; `elements` as ingest has them, parts among others. */
export function spanChanges(
  before: Correlated['span'],
  elements: Iterable<ElementState>,
  rules: CompiledRules,
  at: number,
): Change[] {
  const parts = partsBySpan(elements);
  const ids = new Set([...parts.keys(), ...before.keys()]);
  return [...ids].sort().flatMap((id): Change[] => {
    const prior = before.get(id);
    const spanned = spanningElement(id, parts.get(id) ?? [], prior, rules, at);
    if (spanned === null || equal(prior, spanned.element)) return [];
    return [{ kind: 'span', id, after: spanned.element, told: tellingOf(prior, spanned) }];
  });
}

function partsBySpan(elements: Iterable<ElementState>): Map<string, ElementState[]> {
  const parts = new Map<string, ElementState[]>();
  for (const element of elements) {
    if (element.span === null) continue;
    const ofSpan = parts.get(element.span);
    if (ofSpan) ofSpan.push(element);
    else parts.set(element.span, [element]);
  }
  return parts;
}

/** In the form in which ingest tells of the elements that one router sees (model/discovery/derive-element.ts). */
function tellingOf(prior: ElementState | undefined, { element, tell }: Spanned): EventBody[] {
  const { id, state, missing, reason, location, interfaces, flap } = element;
  if (tell === null && (flap.flapping || !isOtherwiseVisible(prior, element))) return [];
  const data = { from: prior?.flap.told ?? null, to: state, missing, reason, location, interfaces };
  if (tell === 'flapping') {
    return [{ type: 'element.flapping', subject: id, data: { ...data, transitions: flap.transitions.length } }];
  }
  return [{ type: 'element.state-changed', subject: id, data: tell === 'rested' ? { ...data, rested: true } : data }];
}
