import { parsePrefix } from '#protocol/net/prefix.ts';
import type { ChainRule, HopRule } from '../rules/chain-rules.ts';
import type { ElementState, ElementStatus } from '../state.ts';
import type { ElementIndex } from './element-index.ts';
import { compareStates, compareText, countedState, worstOf } from './state-order.ts';

/** A hop as the rules have it, with the element that it comes to, where it does. */
export type ChainHop =
  | { element: string; state: ElementStatus }
  | { servicePrefix: string; element: string | null; state: ElementStatus }
  | { group: string; state: ElementStatus };

export interface ChainState {
  /** Its name; of an element that is a chain by itself the id of that. */
  id: string;
  name: string;
  direction: ChainRule['direction'];
  /** Of its worst hop. */
  state: ElementStatus;
  /** Where all its elements are; null where they are at several, or unknown. */
  location: string | null;
  hops: ChainHop[];
  since: number;
  lastChanged: number;
}

/** What of a chain follows from how things stand, and not from how they were. */
export type ChainStanding = Omit<ChainState, 'since' | 'lastChanged'>;

/** `groupStates`: name to state. What no element or group answers to is lost. */
export function chainStanding(
  { name, direction, hops: rules }: ChainRule,
  elements: ElementIndex,
  groupStates: ReadonlyMap<string, ElementStatus>,
): ChainStanding {
  const hops = rules.map((rule) => hopOf(rule, elements, groupStates));
  const state = worstOf(hops.map((hop) => hop.state));
  return { id: name, name, direction, state, location: locationOf(hops, elements), hops };
}

/** Elements that hops come to. */
export const elementsOf = (hops: readonly ChainHop[]): string[] =>
  hops.flatMap((hop) => ('element' in hop && hop.element !== null ? [hop.element] : []));

function hopOf(rule: HopRule, elements: ElementIndex, groupStates: ReadonlyMap<string, ElementStatus>): ChainHop {
  if ('group' in rule) return { group: rule.group, state: groupStates.get(rule.group) ?? 'lost' };
  if ('element' in rule) {
    const element = elements.withId(rule.element);
    return { element: rule.element, state: element ? countedState(element) : 'lost' };
  }
  const prefix = parsePrefix(rule.servicePrefix).canonical;
  const [best] = elements
    .withServicePrefix(prefix)
    .map((element) => ({ id: element.id, state: stateAt(element, prefix) }))
    .sort((a, b) => compareStates(a.state, b.state) || compareText(a.id, b.id));
  return { servicePrefix: prefix, element: best?.id ?? null, state: best?.state ?? 'lost' };
}

/** An element that is fit, but not at this address, is not fit for who leads traffic to it. */
function stateAt(element: ElementState, prefix: string): ElementStatus {
  const state = countedState(element);
  const isLive = Object.values(element.services).some((all) => all.some((one) => one.prefix === prefix && one.live));
  return isLive || !fit.has(state) ? state : 'half-open';
}

const fit: ReadonlySet<ElementStatus> = new Set<ElementStatus>(['complete', 'draining', 'stale']);

function locationOf(hops: readonly ChainHop[], elements: ElementIndex): string | null {
  const locations = new Set(elementsOf(hops).map((id) => elements.withId(id)?.location ?? null));
  const [only = null] = locations;
  return locations.size === 1 && !hops.some((hop) => 'group' in hop) ? only : null;
}
