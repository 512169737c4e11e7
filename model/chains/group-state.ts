import type { GroupRule } from '../rules/chain-rules.ts';
import type { ElementState, ElementStatus } from '../state.ts';
import { rolesOf, routersOf } from './element-facts.ts';
import { compareStates, compareText, countedState } from './state-order.ts';

export interface GroupMember {
  element: string;
  /** What it counts as: `half-open` where it is flapping. */
  state: ElementStatus;
}

/** Elements of which so many have to be complete. */
export interface GroupState {
  /** Its name. */
  id: string;
  name: string;
  state: ElementStatus;
  minComplete: number;
  complete: number;
  memberCount: number;
  /** In the order of their ids. Where there are more than an item holds, the best of them. */
  members: GroupMember[];
  since: number;
  lastChanged: number;
}

const mostMembersTold = 1_000;

/** What a group is derived from; `members` all of them. */
export interface GroupStanding {
  members: readonly GroupMember[];
  state: ElementStatus;
}

/** The state of a group is that of its `minComplete`-th best member: with so many it can do its work. */
export function standingOf(rule: GroupRule, elements: readonly ElementState[]): GroupStanding {
  const members = elements
    .filter((element) => isMember(rule, element))
    .map((element): GroupMember => ({ element: element.id, state: countedState(element) }))
    .sort((a, b) => compareStates(a.state, b.state) || compareText(a.element, b.element));
  return { members, state: members[rule.minComplete - 1]?.state ?? 'lost' };
}

export function groupState(
  { name, minComplete }: GroupRule,
  { members, state }: GroupStanding,
  prior: GroupState | undefined,
  at: number,
): Omit<GroupState, 'lastChanged'> {
  return {
    id: name,
    name,
    state,
    minComplete,
    complete: members.filter((member) => member.state === 'complete').length,
    memberCount: members.length,
    members: members.slice(0, mostMembersTold).sort((a, b) => compareText(a.element, b.element)),
    since: prior?.state === state ? prior.since : at,
  };
}

function isMember({ members: { elements, locations, routers, roles } }: GroupRule, element: ElementState): boolean {
  return (
    (elements === undefined || elements.includes(element.id)) &&
    (locations === undefined || locations.includes(element.location)) &&
    (routers === undefined || intersects(routersOf(element), routers)) &&
    (roles === undefined || intersects(rolesOf(element), roles))
  );
}

const intersects = (has: ReadonlySet<string>, wanted: readonly string[]): boolean => wanted.some((one) => has.has(one));
