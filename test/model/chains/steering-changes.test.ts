import { expect, it } from 'vitest';
import { type Correlated, correlatedAfter, nothingCorrelated } from '#model/chains/correlated.ts';
import { correlate } from '#model/chains/correlation.ts';
import type { ElementState, SteeringState } from '#model/state.ts';
import { zeroToken } from '#model/token.ts';
import { compiledWith, elementOf, partAt, spanId } from './elements.ts';

const redirectTo = (target: string): SteeringState => ({
  id: 'nj01~10.9.9.9~ipv4-flowspec~0118c00002',
  routerId: 'nj01',
  peerId: 'nj01~10.9.9.9',
  family: 'ipv4-flowspec',
  routeDistinguisher: null,
  match: 'destination 192.0.2.0/24',
  views: {
    'adj-rib-in-pre': { token: zeroToken, at: 1_000, targets: [{ kind: 'redirect-to-ip', target, copy: false }] },
  },
  firstSeen: 1_000,
  lastChanged: 1_000,
});

const step = (before: Correlated, elements: ElementState[], steering: SteeringState[], at: number) => {
  const facts = { elements, steering, silentRouters: new Set<string>() };
  const changes = correlate(before, facts, compiledWith({}), { name: `*/${at}`, at });
  const events = changes.flatMap((change) => change.events).filter(({ type }) => /^(steering|finding)/.test(type));
  return { after: correlatedAfter(before, changes), events: events.map(({ type, data }) => ({ type, data })) };
};

const redirect = redirectTo('11.11.11.1');
const about = { router: 'nj01', peer: 'nj01~10.9.9.9', match: 'destination 192.0.2.0/24' };

it('a redirect that leads to nothing any more is dangling, until it leads to something again', () => {
  const led = step(nothingCorrelated, [elementOf()], [redirect], 5_000);
  expect(led.events).toEqual([]);
  const dangling = step(led.after, [], [redirect], 6_000);
  expect(dangling.events).toMatchObject([
    { type: 'finding.raised', data: { kind: 'dangling-redirect', severity: 'critical', router: 'nj01' } },
    { type: 'steering.dangling', data: { ...about, detail: expect.stringContaining('11.11.11.1') } },
  ]);
  expect([...dangling.after.finding.values()]).toMatchObject([
    { routerId: 'nj01', subject: redirect.id, since: 6_000 },
  ]);
  const resolved = step(dangling.after, [elementOf()], [redirect], 7_000);
  expect(resolved.events).toMatchObject([
    { type: 'finding.cleared' },
    { type: 'steering.resolved', data: { ...about, to: 'resolved' } },
  ]);
});

it('a dangling redirect that is withdrawn is none any more', () => {
  const dangling = step(nothingCorrelated, [], [redirect], 5_000);
  const { events, after } = step(dangling.after, [], [], 6_000);
  expect(events.at(-1)).toEqual({ type: 'steering.resolved', data: { router: 'nj01', to: 'withdrawn' } });
  expect(after.finding.size).toBe(0);
});

it('a redirect finds an element that no router sees whole', () => {
  const parts = [partAt('nj01', { trust: ['11.11.11.1/32'] }), partAt('nj02', { untrust: ['11.11.11.2/32'] })];
  expect(step(nothingCorrelated, parts, [redirect], 5_000).events).toEqual([]);
  const half = step(nothingCorrelated, parts.slice(0, 1), [redirect], 5_000);
  expect(half.events).toMatchObject([{ type: 'finding.raised', data: { kind: 'half-open-redirect' } }]);
  expect([...half.after.span.keys()]).toEqual([spanId]);
});
