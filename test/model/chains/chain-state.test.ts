import { describe, expect, it } from 'vitest';
import { chainStanding } from '#model/chains/chain-state.ts';
import { ElementIndex } from '#model/chains/element-index.ts';
import { chainsOfOthers } from '#model/chains/implicit-chains.ts';
import { chainRule, type HopRule } from '#model/rules/chain-rules.ts';
import type { ElementState, ElementStatus } from '#model/state.ts';
import { elementOf, flapping, service } from './elements.ts';

const chainOver = (
  hops: HopRule[],
  elements: readonly ElementState[],
  groups: Record<string, ElementStatus> = {},
): ReturnType<typeof chainStanding> => {
  const rule = chainRule.parse({ name: 'scrubbed', direction: 'trust-to-untrust', hops });
  return chainStanding(rule, new ElementIndex(elements), new Map(Object.entries(groups)));
};

describe('a chain', () => {
  it('is in the state of its worst hop', () => {
    const elements = [elementOf({ id: 'a' }), elementOf({ id: 'b', state: 'stale' })];
    const hops = [{ element: 'a' }, { group: 'firewalls' }, { element: 'b' }];
    expect(chainOver(hops, elements, { firewalls: 'draining' })).toEqual({
      id: 'scrubbed',
      name: 'scrubbed',
      direction: 'trust-to-untrust',
      state: 'stale',
      location: null,
      hops: [
        { element: 'a', state: 'complete' },
        { group: 'firewalls', state: 'draining' },
        { element: 'b', state: 'stale' },
      ],
    });
  });

  it('is lost where nothing answers to a hop', () => {
    const hops: HopRule[] = [{ element: 'a' }, { servicePrefix: '9.9.9.9/32' }, { group: 'none' }];
    expect(chainOver(hops, [])).toMatchObject({
      state: 'lost',
      hops: [
        { element: 'a', state: 'lost' },
        { servicePrefix: '9.9.9.9/32', element: null, state: 'lost' },
        { group: 'none', state: 'lost' },
      ],
    });
  });

  it('finds the best element with a service prefix, however that is written', () => {
    const at = (id: string, state: ElementStatus) =>
      elementOf({ id, state, services: { trust: ['2001:db8::1/128'], untrust: [] } });
    const elements = [at('a', 'half-open'), at('c', 'complete'), at('b', 'complete')];
    expect(chainOver([{ servicePrefix: '2001:DB8:0::1/128' }], elements).hops).toEqual([
      { servicePrefix: '2001:db8::1/128', element: 'b', state: 'complete' },
    ]);
  });

  it('does not lead to an address that is not live', () => {
    const dead = service('11.11.11.1/32', { live: false });
    const element = elementOf({ services: { trust: [dead, service('11.11.11.9/32')], untrust: ['11.11.11.2/32'] } });
    expect(chainOver([{ servicePrefix: '11.11.11.1/32' }], [element]).state).toBe('half-open');
    expect(chainOver([{ servicePrefix: '11.11.11.1/32' }], [{ ...element, state: 'learning' }]).state).toBe('learning');
  });

  it('is half-open over an element that is flapping', () => {
    expect(chainOver([{ element: 'a' }], [elementOf({ id: 'a', ...flapping('complete') })]).state).toBe('half-open');
  });

  it('has a location where all its elements have that', () => {
    const elements = [elementOf({ id: 'a' }), elementOf({ id: 'b' }), elementOf({ id: 'c', location: 'md' })];
    expect(chainOver([{ element: 'a' }, { element: 'b' }], elements).location).toBe('nj');
    expect(chainOver([{ element: 'a' }, { element: 'c' }], elements).location).toBeNull();
    expect(chainOver([{ element: 'a' }, { element: 'absent' }], elements).location).toBeNull();
  });
});

describe('a chain that nobody configured', () => {
  const elements = [elementOf({ id: 'a' }), elementOf({ id: 'b', location: 'md', ...flapping('complete') })];

  it('is each element that no other chain or group has, as it counts', () => {
    expect(chainsOfOthers(elements, new Set(['a']))).toEqual([
      {
        id: 'b',
        name: 'b',
        direction: 'both',
        state: 'half-open',
        location: 'md',
        hops: [{ element: 'b', state: 'half-open' }],
      },
    ]);
    expect(chainsOfOthers(elements, new Set()).map(({ id, state }) => [id, state])).toEqual([
      ['a', 'complete'],
      ['b', 'half-open'],
    ]);
  });
});
