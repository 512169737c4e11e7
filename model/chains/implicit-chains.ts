import type { DiscoveryRules } from '../rules/discovery-rules.ts';
import type { ElementState } from '../state.ts';
import { type ChainStanding, chainStanding, elementsOf } from './chain-state.ts';
import { ElementIndex } from './element-index.ts';
import { standingOf } from './group-state.ts';
import { countedState } from './state-order.ts';

/** An element that no configured chain or group has is a chain by itself. */
export function implicitChains(
  elements: readonly ElementState[],
  { groups, chains }: Pick<DiscoveryRules, 'groups' | 'chains'>,
): ChainStanding[] {
  const index = new ElementIndex(elements);
  const members = groups.flatMap((group) => standingOf(group, elements).members.map(({ element }) => element));
  const hops = chains.flatMap((chain) => elementsOf(chainStanding(chain, index, new Map()).hops));
  return chainsOfOthers(elements, new Set([...members, ...hops]));
}

/** `named`: ids of the elements that chains and groups have. */
export function chainsOfOthers(elements: readonly ElementState[], named: ReadonlySet<string>): ChainStanding[] {
  return elements
    .filter(({ id }) => !named.has(id))
    .map((element) => {
      const { id, location } = element;
      const state = countedState(element);
      const hops = [{ element: id, state }];
      return { id, name: id, configured: false, direction: 'both', state, location, hops };
    });
}
