import type { ElementState } from '../state.ts';
import type { ChainStanding } from './chain-state.ts';
import { countedState } from './state-order.ts';

/** An element that no configured chain or group has is a chain by itself. `named`: ids of the elements that these have. */
export function chainsOfOthers(elements: readonly ElementState[], named: ReadonlySet<string>): ChainStanding[] {
  return elements
    .filter(({ id }) => !named.has(id))
    .map((element) => {
      const { id, location } = element;
      const state = countedState(element);
      const hops = [{ element: id, state }];
      return { id, name: id, direction: 'both', state, location, hops };
    });
}
