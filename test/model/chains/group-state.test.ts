import { describe, expect, it } from 'vitest';
import { type GroupState, groupState, standingOf } from '#model/chains/group-state.ts';
import { type GroupRule, groupRule } from '#model/rules/chain-rules.ts';
import type { ElementState, ElementStatus } from '#model/state.ts';
import { elementOf, flapping } from './elements.ts';

const groupOf = (members: GroupRule['members'], minComplete = 1): GroupRule =>
  groupRule.parse({ name: 'firewalls', minComplete, members });

const inStates = (...states: ElementStatus[]): ElementState[] =>
  states.map((state, index) => elementOf({ id: `e${index}`, state }));

const stateOf = (rule: GroupRule, elements: readonly ElementState[]): GroupState => ({
  ...groupState(rule, standingOf(rule, elements), undefined, 5_000),
  lastChanged: 5_000,
});

const all = { roles: ['trust'] };

describe('a group', () => {
  it.each([
    [1, ['lost', 'complete', 'half-open'], 'complete'],
    [2, ['lost', 'complete', 'half-open'], 'half-open'],
    [3, ['lost', 'complete', 'half-open'], 'lost'],
    [2, ['complete', 'draining', 'learning'], 'draining'],
    [2, ['complete', 'stale', 'learning'], 'learning'],
    [2, ['complete', 'rejected', 'stale'], 'stale'],
    [1, ['conflict', 'half-open', 'rejected'], 'rejected'],
    [2, ['complete'], 'lost'],
    [1, [], 'lost'],
  ] as const)('of which %i must be complete of %j is %s', (minComplete, states, state) => {
    expect(stateOf(groupOf(all, minComplete), inStates(...states)).state).toBe(state);
  });

  it('tells its members in the order of their ids', () => {
    expect(stateOf(groupOf(all, 2), inStates('lost', 'complete', 'stale'))).toEqual({
      id: 'firewalls',
      name: 'firewalls',
      state: 'stale',
      minComplete: 2,
      complete: 1,
      memberCount: 3,
      members: [
        { element: 'e0', state: 'lost' },
        { element: 'e1', state: 'complete' },
        { element: 'e2', state: 'stale' },
      ],
      since: 5_000,
      lastChanged: 5_000,
    });
  });

  it('takes an element that is flapping for half-open, whatever it is now', () => {
    const elements = [elementOf(flapping('complete')), elementOf({ id: 'other', ...flapping('lost') })];
    expect(stateOf(groupOf(all), elements)).toMatchObject({ state: 'half-open', complete: 0 });
  });

  it('keeps its time while its state stays', () => {
    const rule = groupOf(all);
    const prior = { ...stateOf(rule, inStates('complete')), since: 17 };
    expect(groupState(rule, standingOf(rule, inStates('complete', 'lost')), prior, 9_000).since).toBe(17);
    expect(groupState(rule, standingOf(rule, inStates('lost')), prior, 9_000).since).toBe(9_000);
  });

  it.each([
    ['elements', { elements: ['a', 'absent'] }, ['a']],
    ['locations', { locations: ['md'] }, ['b']],
    ['routers', { routers: ['nj01'] }, ['a']],
    ['routers that see a part', { routers: ['nj02'] }, ['a', 'c']],
    ['roles', { roles: ['scrub'] }, ['c']],
    ['all that are given', { locations: ['nj'], roles: ['untrust'] }, ['a']],
  ])('has its members by %s', (_, members, ids) => {
    const elements = [
      elementOf({ id: 'a', interfaces: { trust: ['nj01~10.0.0.1~x'], untrust: ['nj02~10.0.0.1~y'] } }),
      elementOf({ id: 'b', routerId: 'md01', location: 'md' }),
      elementOf({ id: 'c', routerId: 'nj02', services: {}, required: ['scrub'], state: 'lost' }),
    ];
    const { members: found } = standingOf(groupOf(members), elements);
    expect(found.map(({ element }) => element).sort()).toEqual(ids);
  });

  it('tells of no more members than an item holds, the best of them', () => {
    const many = Array.from({ length: 1_200 }, (_, index) =>
      elementOf({ id: `e${index}`, state: index < 300 ? 'lost' : 'complete' }),
    );
    const { members, memberCount, complete } = stateOf(groupOf(all), many);
    expect(memberCount).toBe(1_200);
    expect(complete).toBe(900);
    expect(members).toHaveLength(1_000);
    expect(members.filter(({ state }) => state === 'lost')).toHaveLength(100);
  });
});
