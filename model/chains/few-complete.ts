import type { Noted } from '../discovery/findings.ts';
import type { DiscoveryRules } from '../rules/discovery-rules.ts';
import type { ElementState } from '../state.ts';
import { countedState } from './state-order.ts';

/** Locations that have fewer complete elements than the rules ask for. */
export function fewComplete(
  elements: readonly ElementState[],
  { locations }: Pick<DiscoveryRules, 'locations'>,
): Noted[] {
  return locations.flatMap(({ code, minComplete = 0 }): Noted[] => {
    const here = elements.filter(({ location }) => location === code);
    const complete = here.filter((element) => countedState(element) === 'complete').length;
    if (complete >= minComplete) return [];
    const detail = `${complete} of ${here.length} elements are complete; at least ${minComplete} should be`;
    return [{ kind: 'few-complete-elements', subject: code, detail }];
  });
}
