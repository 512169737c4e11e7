import { describe, expect, it } from 'vitest';
import { type Correlated, correlatedAfter, nothingCorrelated } from '#model/chains/correlated.ts';
import { correlate } from '#model/chains/correlation.ts';
import type { CompiledRules } from '#model/rules/compiled-rules.ts';
import type { ElementState } from '#model/state.ts';
import { compiledWith, elementOf, partAt, service, spanId } from './elements.ts';

const rules = compiledWith({
  groups: [{ name: 'all', minComplete: 2, members: { roles: ['trust'] } }],
  chains: [{ name: 'through-all', hops: [{ group: 'all' }] }],
});

const step = (before: Correlated, elements: ElementState[], at: number, by: CompiledRules = rules) => {
  const changes = correlate(before, { elements, steering: [], silentRouters: new Set() }, by, { name: `*/${at}`, at });
  return { after: correlatedAfter(before, changes), events: changes.flatMap(({ events }) => events), changes };
};

const lab = [
  partAt('nj01', { trust: ['11.11.11.1/32'] }),
  partAt('nj02', { untrust: ['11.11.11.2/32'] }),
  elementOf({
    id: 'single',
    routerId: 'md01',
    location: 'md',
    services: { trust: ['12.1.1.1/32'] },
    required: ['trust'],
  }),
];

describe('correlation', () => {
  it('tells of what it finds first, in order and numbered', () => {
    const { events, after } = step(nothingCorrelated, lab, 5_000);
    expect(events.map(({ id, type, subject, routerId, time }) => ({ id, type, subject, routerId, time }))).toEqual(
      [
        ['element.state-changed', spanId],
        ['group.state-changed', 'all'],
        ['chain.state-changed', 'through-all'],
      ].map(([type, subject], index) => ({ id: `*/5000/${index}`, type, subject, routerId: '*', time: 5_000 })),
    );
    expect(events.map(({ data }) => data)).toMatchObject([
      { from: null, to: 'complete', missing: [], reason: null, location: 'nj' },
      { from: null, to: 'complete', complete: 2, minComplete: 2, memberCount: 2 },
      { from: null, to: 'complete', hops: [{ group: 'all', state: 'complete' }], location: null },
    ]);
    expect([...after.span.keys(), ...after.group.keys(), ...after.chain.keys()]).toEqual([
      spanId,
      'all',
      'through-all',
    ]);
  });

  it('has nothing to tell of what stays', () => {
    const { after } = step(nothingCorrelated, lab, 5_000);
    expect(step(after, lab, 6_000).changes).toEqual([]);
  });

  it('follows a lost side through element, group and chain', () => {
    const { after } = step(nothingCorrelated, lab, 5_000);
    const { events, after: then } = step(after, lab.slice(0, 1).concat(lab.slice(2)), 6_000);
    expect(events.map(({ type, data }) => [type, data.from, data.to])).toEqual([
      ['element.state-changed', 'complete', 'half-open'],
      ['group.state-changed', 'complete', 'half-open'],
      ['chain.state-changed', 'complete', 'half-open'],
    ]);
    expect(then.chain.get('through-all')).toMatchObject({ since: 6_000, lastChanged: 6_000 });
  });

  it('tells of groups and chains that the rules have no more', () => {
    const { after } = step(nothingCorrelated, lab, 5_000);
    const { events, after: then } = step(after, lab, 6_000, compiledWith({}));
    expect(events.map(({ type, subject, data }) => [type, subject, data.from, data.to])).toEqual([
      ['group.state-changed', 'all', 'complete', null],
      ['chain.state-changed', 'through-all', 'complete', null],
    ]);
    expect([...then.group.keys(), ...then.chain.keys()]).toEqual([]);
  });

  it('has nothing to tell of an element that one router sees whole and nothing configured has', () => {
    const single = lab.slice(2);
    expect(step(nothingCorrelated, single, 5_000, compiledWith({})).changes).toEqual([]);
    const { after } = step(nothingCorrelated, lab, 5_000, compiledWith({}));
    expect([...after.span.keys(), ...after.chain.keys()]).toEqual([spanId]);
  });

  it('raises findings once and clears them', () => {
    const twice = [elementOf({ id: 'a' }), elementOf({ id: 'b', location: 'md' })];
    const raised = step(nothingCorrelated, twice, 5_000, compiledWith({}));
    expect(raised.events.filter(({ type }) => type === 'finding.raised')).toMatchObject([
      {
        subject: 'duplicate-service-prefix~trust~11.11.11.1/32',
        data: { kind: 'duplicate-service-prefix', severity: 'warning', subject: 'trust~11.11.11.1/32' },
      },
      { subject: 'duplicate-service-prefix~untrust~11.11.11.2/32' },
    ]);
    expect([...raised.after.finding.values()]).toMatchObject([{ routerId: '*', since: 5_000 }, {}]);
    const third = step(raised.after, [...twice, elementOf({ id: 'c', location: 'la' })], 6_000, compiledWith({}));
    expect(third.events.filter(({ type }) => type.startsWith('finding'))).toEqual([]);
    expect([...third.after.finding.values()]).toMatchObject([
      { detail: expect.stringContaining('c (la)'), since: 5_000 },
      {},
    ]);
    const cleared = step(third.after, [], 7_000, compiledWith({}));
    expect(cleared.events.filter(({ type }) => type === 'finding.cleared')).toHaveLength(2);
    expect(cleared.after.finding.size).toBe(0);
  });

  it('tells nobody of what changes no state', () => {
    const { after } = step(nothingCorrelated, lab, 5_000);
    const more = lab.map((part) =>
      part.routerId === 'nj01'
        ? { ...part, services: { trust: [service('11.11.11.1/32'), service('11.11.11.7/32')] } }
        : part,
    );
    const { events, changes } = step(after, more, 6_000);
    expect(events).toEqual([]);
    expect(changes).toMatchObject([{ kind: 'span', after: { state: 'complete', since: 5_000, lastChanged: 6_000 } }]);
  });

  it('takes an element of which two partitions of a router tell for one', () => {
    const twice = [elementOf({ id: 'a', state: 'half-open' }), elementOf({ id: 'a' })];
    const through = compiledWith({ chains: [{ name: 'through', hops: [{ element: 'a' }] }] });
    const { events, after } = step(nothingCorrelated, twice, 5_000, through);
    expect(events).toMatchObject([{ type: 'chain.state-changed', subject: 'through', data: { to: 'complete' } }]);
    expect(step(after, twice.reverse(), 6_000, through).changes).toEqual([]);
  });
});
