import { expect, it } from 'vitest';
import { resolveSteering } from '#model/steering/resolve-steering.ts';
import { steeringFindings } from '#model/steering/steering-findings.ts';
import { steeringWorld } from '#model/steering/steering-world.ts';
import { element, redirect, service, steering } from './steering-samples.ts';

const serving = (prefix: string) => ({ services: { trust: [service(prefix)] } });
const world = steeringWorld([
  element('pe1~a', serving('11.0.0.1/32')),
  element('pe1~b', { ...serving('11.0.0.2/32'), state: 'draining', reason: 'GRACEFUL_SHUTDOWN' }),
  element('pe1~c', { ...serving('11.0.0.3/32'), state: 'half-open', missing: ['untrust'] }),
  element('pe1~d', { ...serving('11.0.0.4/32'), state: 'stale' }),
  element('pe1~e', { ...serving('11.0.0.5/32'), state: 'learning' }),
]);
const findings = (...addresses: string[]) => {
  const route = steering(
    'pe1~r',
    addresses.map((address) => redirect(address)),
  );
  return steeringFindings(route, resolveSteering(route, world), 7);
};

it('a route that leads nowhere', () =>
  expect(findings('11.0.0.9')).toEqual([
    {
      id: 'dangling-redirect~pe1~r',
      routerId: 'pe1',
      kind: 'dangling-redirect',
      severity: 'critical',
      subject: 'pe1~r',
      detail:
        'destination 192.0.2.0/24 (router pe1, peer pe1~10.0.0.9) is redirected to 11.0.0.9, but no live service prefix holds 11.0.0.9',
      since: 7,
    },
  ]));

it('a route that leads to an element with one side', () =>
  expect(findings('11.0.0.3')).toMatchObject([
    {
      kind: 'half-open-redirect',
      severity: 'critical',
      detail: expect.stringContaining(
        'is redirected to 11.0.0.3, but element pe1~c is half-open, without untrust (trust 11.0.0.3/32)',
      ),
    },
  ]));

it('a route that leads to an element that goes', () =>
  expect(findings('11.0.0.2')).toMatchObject([{ kind: 'draining-redirect', severity: 'warning' }]));

it('a route that leads where nothing is wrong, or not known to be', () =>
  expect(findings('11.0.0.1', '11.0.0.4', '11.0.0.5')).toEqual([]));

it('one finding of each kind', () => {
  const found = findings('11.0.0.2', '11.0.0.9', '11.0.0.1', '12.0.0.1', '12.0.0.2', '12.0.0.3');
  expect(found.map(({ kind }) => kind)).toEqual(['dangling-redirect', 'draining-redirect']);
  expect(found[0]?.detail).toMatch(/12\.0\.0\.2; 1 more$/);
});

it('what is led, in the words of its action', () => {
  const route = steering('pe1~r', [
    redirect('12.0.0.1', true),
    { kind: 'redirect-to-vrf', target: 'rt:65000:11' },
    { kind: 'next-hop', target: '12.0.0.2' },
  ]);
  const [found] = steeringFindings(route, resolveSteering(route, world), 7);
  expect(found?.detail).toMatch(/copied to 12\.0\.0\.1, .*redirected to the VRF of rt:65000:11, .*led to next hop 12/);
});
