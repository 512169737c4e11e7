import type { ChainRow } from '#model/api-chain-rows.ts';
import {
  type ChainHop,
  type ChainStanding,
  type ChainState,
  chainStanding,
  elementsOf,
} from '#model/chains/chain-state.ts';
import { ElementIndex } from '#model/chains/element-index.ts';
import { standingOf } from '#model/chains/group-state.ts';
import { chainsOfOthers } from '#model/chains/implicit-chains.ts';
import type { DiscoveryRules } from '#model/rules/discovery-rules.ts';
import type { ElementState, SteeringState } from '#model/state.ts';
import { type ServiceFunctionChain, serviceFunctionChains } from '#model/steering/service-function-chains.ts';
import { timeText } from '../http/clock.ts';

export interface ChainSources {
  rules: Pick<DiscoveryRules, 'groups' | 'chains'>;
  elements: readonly ElementState[];
  steering: readonly SteeringState[];
  silentRouters: ReadonlySet<string>;
  /** Since when chains are in their states, where nothing has changed meanwhile. */
  stored: readonly ChainState[];
}

/** Chains as things stand now: those that are configured, those that an element is by itself, and paths of RFC 9015. */
export function chainRows(sources: ChainSources): ChainRow[] {
  const { rules, elements, steering, silentRouters } = sources;
  const index = new ElementIndex(elements);
  const groups = rules.groups.map((rule) => ({ name: rule.name, ...standingOf(rule, elements) }));
  const states = new Map(groups.map(({ name, state }) => [name, state]));
  const configured = rules.chains.map((rule) => chainStanding(rule, index, states));
  const members = groups.flatMap((group) => group.members.map(({ element }) => element));
  const named = new Set([...members, ...configured.flatMap(({ hops }) => elementsOf(hops))]);
  const beginnings = beginningsOf(sources.stored);
  return [
    ...configured.map((chain) => chainRow(chain, 'rules', beginnings(chain))),
    ...chainsOfOthers(elements, named).map((chain) => {
      const element = index.withId(chain.id);
      const since = element?.state === chain.state ? element.since : beginnings(chain);
      return chainRow(chain, 'element', since);
    }),
    ...serviceFunctionChains(steering, silentRouters).map(pathRow),
  ];
}

type Since = number | null;

function beginningsOf(stored: readonly ChainState[]): (chain: ChainStanding) => Since {
  const known = new Map(stored.map((chain) => [chain.id, chain]));
  return ({ id, state }) => {
    const prior = known.get(id);
    return prior?.state === state ? prior.since : null;
  };
}

const chainRow = (
  { id, name, direction, state, location, hops }: ChainStanding,
  origin: ChainRow['origin'],
  since: Since,
): ChainRow => ({
  id,
  name,
  origin,
  direction,
  state,
  location,
  hops: hops.map(hopRow),
  since: since === null ? null : timeText(since),
});

const noHop = { element: null, servicePrefix: null, group: null };

const hopRow = (hop: ChainHop): ChainRow['hops'][number] => ({ ...noHop, ...hop });

/** Where its routes are heard is not where it leads: it has no location. */
function pathRow(path: ServiceFunctionChain): ChainRow {
  const { id, servicePathIdentifier, routeDistinguisher, state, hops } = path;
  return {
    id,
    name: `path ${servicePathIdentifier} of ${routeDistinguisher}`,
    origin: 'sfc',
    direction: 'both',
    state,
    location: null,
    hops: hops.map((hop) => {
      const best = hop.functions.find((one) => one.state === hop.state);
      return { ...noHop, element: best?.elements[0] ?? null, state: hop.state };
    }),
    since: null,
  };
}
