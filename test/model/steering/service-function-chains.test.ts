import { describe, expect, it } from 'vitest';
import type { ServiceFunctionHop, SteeringTarget } from '#model/state.ts';
import { serviceFunctionChains, serviceFunctionElements } from '#model/steering/service-function-chains.ts';
import { steering } from './steering-samples.ts';

const instance = (routeDistinguisher: string, serviceFunctionType: number): SteeringTarget => ({
  kind: 'sfir',
  routeDistinguisher,
  serviceFunctionType,
});
const hop = (serviceIndex: number, serviceFunctionType: number, ...instances: string[]): ServiceFunctionHop => ({
  serviceIndex,
  functions: [{ serviceFunctionType, instances }],
});
const path = (...hops: ServiceFunctionHop[]): SteeringTarget => ({
  kind: 'sfpr',
  routeDistinguisher: '65000:9',
  servicePathIdentifier: 15,
  hops,
});

const firewall = steering('pe1~firewall', [instance('65000:1', 41)]);
const again = steering('pe2~firewall', [instance('65000:1', 41)]);
const nat = steering('pe1~nat', [instance('65000:2', 43)]);

describe('instances of service functions', () => {
  it('count once, whoever they were heard from', () =>
    expect(serviceFunctionElements([again, nat, firewall])).toEqual([
      {
        id: 'sfc~65000:1~41',
        routeDistinguisher: '65000:1',
        serviceFunctionType: 41,
        routers: ['pe1', 'pe2'],
        state: 'complete',
      },
      {
        id: 'sfc~65000:2~43',
        routeDistinguisher: '65000:2',
        serviceFunctionType: 43,
        routers: ['pe1'],
        state: 'complete',
      },
    ]));

  it('are stale where all have gone silent that told of them', () => {
    const states = serviceFunctionElements([firewall, again, nat], new Set(['pe1'])).map(({ state }) => state);
    expect(states).toEqual(['complete', 'stale']);
  });

  it('are no redirects, and nothing that is not said any more', () => {
    const toIp = steering('pe1~r', [{ kind: 'next-hop', target: '11.0.0.1' }]);
    expect(serviceFunctionElements([toIp, { ...firewall, views: {} }])).toEqual([]);
  });
});

describe('a path', () => {
  const stateOf = (...hops: ServiceFunctionHop[]) =>
    serviceFunctionChains([firewall, nat, steering('pe1~path', [path(...hops)])])[0]?.state;

  it('names its hops and who serves them', () =>
    expect(serviceFunctionChains([firewall, again, steering('pe2~path', [path(hop(255, 41), hop(250, 43))])])).toEqual([
      {
        id: 'sfc~65000:9~15',
        routeDistinguisher: '65000:9',
        servicePathIdentifier: 15,
        routers: ['pe2'],
        hops: [
          {
            serviceIndex: 255,
            functions: [{ serviceFunctionType: 41, instances: [], elements: ['sfc~65000:1~41'], state: 'complete' }],
            state: 'complete',
          },
          {
            serviceIndex: 250,
            functions: [{ serviceFunctionType: 43, instances: [], elements: [], state: 'lost' }],
            state: 'lost',
          },
        ],
        state: 'lost',
      },
    ]));

  it.each([
    ['any instance of a type', [hop(255, 41), hop(250, 43)], 'complete'],
    ['one of the named instances', [hop(255, 41, '65000:7', '65000:1')], 'complete'],
    ['none of the named instances', [hop(255, 41, '65000:2', '65000:7')], 'lost'],
    ['a route distinguisher of zero', [hop(255, 41, '0:0')], 'complete'],
    ['a pool', [hop(255, 41, 'sfir-pool:0x000000000064')], 'complete'],
    ['a type that has no instance', [hop(255, 44, '0:0')], 'lost'],
    ['a change of the sequence', [hop(255, 41), hop(250, 1, '65000:5')], 'complete'],
    ['a hop without a function', [{ serviceIndex: 255, functions: [] }], 'lost'],
    ['no hop', [], 'lost'],
  ])('with %s', (_, hops, state) => expect(stateOf(...hops)).toBe(state));

  it('may go by either of two functions', () => {
    const [lost, live] = [hop(255, 44), hop(255, 41)];
    expect(stateOf({ serviceIndex: 255, functions: [...lost.functions, ...live.functions] })).toBe('complete');
  });

  it('is stale where a hop is, or whoever told of it', () => {
    const told = [firewall, nat, steering('pe3~path', [path(hop(255, 41))])];
    expect(serviceFunctionChains(told, new Set(['pe1']))[0]?.state).toBe('stale');
    expect(serviceFunctionChains(told, new Set(['pe3']))[0]?.state).toBe('stale');
  });

  it('is as those say who still talk, and what they said last', () => {
    const heard = (routerId: string, at: number, index: number) =>
      steering(`${routerId}~path`, [path(hop(index, 41))], { at });
    const indexOf = (silent: string[]) =>
      serviceFunctionChains([heard('pe1', 3, 3), heard('pe2', 2, 2), heard('pe3', 2, 1)], new Set(silent))[0]?.hops[0]
        ?.serviceIndex;
    expect(indexOf([])).toBe(3);
    expect(indexOf(['pe1'])).toBe(2);
  });
});
