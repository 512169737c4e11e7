import equal from 'fast-deep-equal';
import type { DiscoveryRules } from '../rules/discovery-rules.ts';
import type { ElementState } from '../state.ts';
import { type ChainStanding, type ChainState, chainStanding } from './chain-state.ts';
import type { Change, Correlated } from './correlated.ts';
import { ElementIndex } from './element-index.ts';
import { type GroupState, groupState, standingOf } from './group-state.ts';

/**
 * Groups and chains over whole elements, where they changed. An element that is a chain by itself is not told of twice: it has events
 * of its own.
 */
export function chainChanges(
  before: Pick<Correlated, 'group' | 'chain'>,
  elements: readonly ElementState[],
  rules: Pick<DiscoveryRules, 'groups' | 'chains'>,
  at: number,
): Change[] {
  const groups = rules.groups.map((rule) => ({ rule, standing: standingOf(rule, elements) }));
  const states = new Map(groups.map(({ rule, standing }) => [rule.name, standing.state]));
  const index = new ElementIndex(elements);
  const chains = rules.chains.map((rule) => chainStanding(rule, index, states));
  return [
    ...groups.flatMap(({ rule, standing }) => {
      const prior = before.group.get(rule.name);
      return changedGroup(prior, { ...groupState(rule, standing, prior, at), lastChanged: at });
    }),
    ...without(before.group, new Set(states.keys())).flatMap(goneGroup),
    ...chains.flatMap((standing) => changedChain(before.chain.get(standing.id), standing, at)),
    ...without(before.chain, new Set(chains.map(({ id }) => id))).flatMap(goneChain),
  ];
}

const without = <Thing>(things: ReadonlyMap<string, Thing>, ids: ReadonlySet<string>): Thing[] =>
  [...things].filter(([id]) => !ids.has(id)).map(([, thing]) => thing);

function changedGroup(prior: GroupState | undefined, after: GroupState): Change[] {
  if (prior && equal(prior, { ...after, lastChanged: prior.lastChanged })) return [];
  const { id, state, complete, minComplete, memberCount } = after;
  const data = { from: prior?.state ?? null, to: state, complete, minComplete, memberCount };
  const told = prior?.state === state ? [] : [{ type: 'group.state-changed' as const, subject: id, data }];
  return [{ kind: 'group', id, after, told }];
}

function goneGroup({ id, state }: GroupState): Change[] {
  const told = [{ type: 'group.state-changed' as const, subject: id, data: { from: state, to: null } }];
  return [{ kind: 'group', id, after: null, told }];
}

function changedChain(prior: ChainState | undefined, standing: ChainStanding, at: number): Change[] {
  const { id, state, hops, location } = standing;
  const since = prior?.state === state ? prior.since : at;
  const after: ChainState = { ...standing, since, lastChanged: at };
  if (prior && equal(prior, { ...after, lastChanged: prior.lastChanged })) return [];
  const data = { from: prior?.state ?? null, to: state, hops, location };
  const told = prior?.state === state ? [] : [{ type: 'chain.state-changed' as const, subject: id, data }];
  return [{ kind: 'chain', id, after, told }];
}

/** The rules have it no more. */
function goneChain({ id, state, location }: ChainState): Change[] {
  const data = { from: state, to: null, hops: [], location };
  return [{ kind: 'chain', id, after: null, told: [{ type: 'chain.state-changed', subject: id, data }] }];
}
