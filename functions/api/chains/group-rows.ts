import type { GroupRow } from '#model/api-chain-rows.ts';
import { type GroupState, standingOf } from '#model/chains/group-state.ts';
import { compareText } from '#model/chains/state-order.ts';
import type { DiscoveryRules } from '#model/rules/discovery-rules.ts';
import type { ElementState } from '#model/state.ts';
import { timeText } from '../http/clock.ts';

/** Groups as the elements make them now; `stored` knows since when, where nothing has changed meanwhile. */
export function groupRows(
  { groups }: Pick<DiscoveryRules, 'groups'>,
  elements: readonly ElementState[],
  stored: readonly GroupState[],
): GroupRow[] {
  const known = new Map(stored.map((group) => [group.id, group]));
  return groups.map((rule) => {
    const { name, minComplete } = rule;
    const { members, state } = standingOf(rule, elements);
    const prior = known.get(name);
    return {
      id: name,
      name,
      state,
      minComplete,
      complete: members.filter((member) => member.state === 'complete').length,
      members: members.toSorted((a, b) => compareText(a.element, b.element)),
      since: prior?.state === state ? timeText(prior.since) : null,
    };
  });
}
