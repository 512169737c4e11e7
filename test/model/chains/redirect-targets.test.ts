import { describe, expect, it } from 'vitest';
import { redirectTargets } from '#model/chains/redirect-targets.ts';
import { elementOf, flapping, service } from './elements.ts';

const ids = (...given: Parameters<typeof redirectTargets>): string[] =>
  redirectTargets(...given).map(({ elementId }) => elementId);

describe('redirect targets', () => {
  it('tell where an element is and at which addresses it serves', () => {
    const trust = ['11.11.11.1/32', service('11.11.11.9/32', { live: false })];
    expect(redirectTargets([elementOf({ services: { trust, untrust: ['11.11.11.2/32'] } })], {})).toEqual([
      {
        elementId: 'nj01~bgp-id~10.0.0.1',
        location: 'nj',
        router: 'nj01',
        services: { trust: ['11.11.11.1/32'], untrust: ['11.11.11.2/32'] },
        trust: '11.11.11.1/32',
        untrust: '11.11.11.2/32',
        since: 1_000,
      },
    ]);
  });

  it('are only complete elements that rest, and no parts', () => {
    const states = ['learning', 'half-open', 'draining', 'rejected', 'stale', 'lost', 'conflict'] as const;
    const elements = [
      ...states.map((state) => elementOf({ id: state, state })),
      elementOf({ id: 'flapping', ...flapping('complete') }),
      elementOf({ id: 'part', span: 'whole' }),
    ];
    expect(redirectTargets(elements, {})).toEqual([]);
  });

  it('begin with what has been complete for longest', () => {
    const elements = [
      elementOf({ id: 'young', since: 9 }),
      elementOf({ id: 'old-b', since: 3 }),
      elementOf({ id: 'old-a', since: 3 }),
    ];
    expect(ids(elements, {})).toEqual(['old-a', 'old-b', 'young']);
  });

  it('are those of a location, a role, a family', () => {
    const ipv6 = service('2001:db8::1/128', { family: 'ipv6-unicast' });
    const elements = [
      elementOf({ id: 'a' }),
      elementOf({ id: 'b', location: 'md', services: { trust: ['1.1.1.1/32', ipv6], untrust: ['1.1.1.2/32'] } }),
      elementOf({ id: 'c', location: 'md', services: { scrub: ['1.1.1.3/32'] }, required: ['scrub'] }),
    ];
    expect(ids(elements, { location: 'md' })).toEqual(['b', 'c']);
    expect(ids(elements, { role: 'scrub' })).toEqual(['c']);
    expect(ids(elements, { family: 'ipv6-unicast' })).toEqual([]);
    expect(redirectTargets(elements, { family: 'ipv6-unicast', role: 'trust' })).toMatchObject([
      { elementId: 'b', trust: '2001:db8::1/128', untrust: null, services: { untrust: [] } },
    ]);
  });
});
