import { describe, expect, it, test } from 'vitest';
import type { ElementState, ElementStatus, SteeringTarget } from '#model/state.ts';
import { type Resolution, resolveSteering, resolveTarget, worstResolution } from '#model/steering/resolve-steering.ts';
import { serviceFunctionChains } from '#model/steering/service-function-chains.ts';
import { steeringWorld } from '#model/steering/steering-world.ts';
import { element, redirect, service, steering } from './steering-samples.ts';

const resolve = (target: SteeringTarget, ...elements: ElementState[]): Resolution =>
  resolveTarget(target, 'pe1', steeringWorld(elements));

const at = (id: string, prefix: string, state: ElementStatus = 'complete', live = true): ElementState =>
  element(id, { state, services: { trust: [service(prefix, { live })] } });

describe('an address', () => {
  it('leads to the element that serves it', () =>
    expect(resolve(redirect('11.0.0.1'), at('pe1~a', '11.0.0.0/24'), at('pe1~b', '12.0.0.0/24'))).toEqual({
      state: 'resolved',
      elementId: 'pe1~a',
      role: 'trust',
      detail: 'element pe1~a is complete (trust 11.0.0.0/24)',
    }));

  it.each([
    ['complete', 'resolved'],
    ['half-open', 'half-open'],
    ['rejected', 'half-open'],
    ['conflict', 'half-open'],
    ['draining', 'draining'],
    ['stale', 'stale'],
    ['learning', 'learning'],
    ['lost', 'dangling'],
  ] as const)('of an element that is %s is %s', (state, expected) =>
    expect(resolve(redirect('11.0.0.1'), at('pe1~a', '11.0.0.1/32', state)).state).toBe(expected),
  );

  it('says what the element lacks', () => {
    const halfOpen = { ...at('pe1~a', '11.0.0.1/32', 'half-open'), missing: ['untrust'], reason: 'untrust: withdrawn' };
    expect(resolve(redirect('11.0.0.1'), halfOpen).detail).toBe(
      'element pe1~a is half-open, without untrust, untrust: withdrawn (trust 11.0.0.1/32)',
    );
  });

  it.each([
    ['the longest prefix', [at('pe1~a', '11.0.0.0/24'), at('pe2~b', '11.0.0.1/32', 'draining')], 'pe2~b'],
    ['a live prefix', [at('pe1~a', '11.0.0.1/32', 'half-open', false), at('pe2~b', '11.0.0.0/24')], 'pe2~b'],
    ['the same router', [at('pe2~a', '11.0.0.1/32'), at('pe1~b', '11.0.0.1/32', 'stale')], 'pe1~b'],
    ['a complete one', [at('pe1~a', '11.0.0.1/32', 'half-open'), at('pe1~b', '11.0.0.1/32')], 'pe1~b'],
    ['always the same', [at('pe3~b', '11.0.0.1/32'), at('pe3~a', '11.0.0.1/32')], 'pe3~a'],
  ])('goes by %s', (_, elements, id) => expect(resolve(redirect('11.0.0.1'), ...elements).elementId).toBe(id));

  it('of IPv6, and the default route', () => {
    expect(resolve(redirect('2001:db8::1'), at('pe1~a', '2001:db8::/32'), at('pe1~b', '0.0.0.0/0')).elementId).toBe(
      'pe1~a',
    );
    expect(resolve(redirect('192.0.2.1'), at('pe1~b', '0.0.0.0/0')).elementId).toBe('pe1~b');
  });

  it('that a route leads to by its next hop', () =>
    expect(resolve({ kind: 'next-hop', target: '11.0.0.1' }, at('pe1~a', '11.0.0.1/32')).state).toBe('resolved'));

  it('that nobody serves is dangling', () =>
    expect(resolve(redirect('11.0.0.1'), at('pe1~a', '11.0.1.0/24'))).toEqual({
      state: 'dangling',
      elementId: null,
      role: null,
      detail: 'no live service prefix holds 11.0.0.1',
    }));

  it('that somebody served tells who', () => {
    expect(
      resolve(redirect('11.0.0.1'), { ...at('pe1~a', '11.0.0.1/32', 'lost', false), reason: 'peer down' }).detail,
    ).toBe('no live service prefix holds 11.0.0.1: element pe1~a lost since 2025-01-02T03:04:05.000Z, peer down');
    expect(resolve(redirect('11.0.0.1'), at('pe1~a', '11.0.0.1/32', 'half-open', false)).detail).toBe(
      'no live service prefix holds 11.0.0.1: element pe1~a, half-open since 2025-01-02T03:04:05.000Z, has lost trust 11.0.0.1/32',
    );
  });

  it('of an element that is still being learned is no alarm', () =>
    expect(resolve(redirect('11.0.0.1'), at('pe1~a', '11.0.0.1/32', 'learning', false)).state).toBe('learning'));

  it.each(['', 'nonsense', '11.0.0.1/32', '11.0.0.256'])('"%s" is none and dangling', (text) =>
    expect(resolve(redirect(text), at('pe1~a', '0.0.0.0/0'), at('pe1~b', 'no prefix')).state).toBe('dangling'),
  );
});

describe('the route target of a VRF', () => {
  const inVrf = (id: string, live: boolean) =>
    element(id, { services: { untrust: [service('11.0.0.0/24', { live, routeTargets: ['rt:65000:11'] })] } });
  const target: SteeringTarget = { kind: 'redirect-to-vrf', target: 'rt:65000:11' };

  it('leads to an element in it', () =>
    expect(resolve(target, inVrf('pe1~a', false), inVrf('pe2~b', true))).toMatchObject({
      state: 'resolved',
      elementId: 'pe2~b',
      role: 'untrust',
    }));

  it('is dangling where nothing is live in it', () => {
    expect(resolve(target, inVrf('pe1~a', false)).state).toBe('dangling');
    expect(resolve({ ...target, target: 'rt:65000:12' }, inVrf('pe1~a', true)).state).toBe('dangling');
  });
});

test('a path that fails at many hops names some of them', () => {
  const functions = Array.from({ length: 9 }, (_, type) => ({ serviceFunctionType: 40 + type, instances: [] }));
  const hops = Array.from({ length: 9 }, (_, index) => ({ serviceIndex: 9 - index, functions }));
  const path: SteeringTarget = { kind: 'sfpr', routeDistinguisher: '65000:9', servicePathIdentifier: 15, hops };
  const world = steeringWorld([], serviceFunctionChains([steering('pe1~p', [path])]));
  expect(resolveTarget(path, 'pe1', world).detail).toMatch(/9 \(type 40 or 41 or 42 or 43 or …\), .* 6 .*\), …$/);
});

describe('a route of RFC 9015', () => {
  const instance: SteeringTarget = { kind: 'sfir', routeDistinguisher: '65000:1', serviceFunctionType: 41 };
  const path: SteeringTarget = {
    kind: 'sfpr',
    routeDistinguisher: '65000:9',
    servicePathIdentifier: 15,
    hops: [
      { serviceIndex: 255, functions: [{ serviceFunctionType: 41, instances: [] }] },
      { serviceIndex: 250, functions: [{ serviceFunctionType: 43, instances: [] }] },
    ],
  };

  it('that is an instance is what it leads to', () =>
    expect(resolve(instance)).toMatchObject({ state: 'resolved', elementId: 'sfc~65000:1~41' }));

  it('that is a path comes to what its chain comes to', () => {
    const told = [steering('pe1~i', [instance]), steering('pe1~p', [path])];
    expect(resolveTarget(path, 'pe1', steeringWorld([], serviceFunctionChains(told)))).toEqual({
      state: 'dangling',
      elementId: 'sfc~65000:9~15',
      role: null,
      detail: 'path sfc~65000:9~15 has no live instance at service index 250 (type 43)',
    });
    expect(resolve(path).state).toBe('learning');
  });
});

test('all targets of a route, and the worst of them', () => {
  const world = steeringWorld([at('pe1~a', '11.0.0.1/32'), at('pe1~b', '11.0.0.2/32', 'draining')]);
  const route = steering('pe1~r', [redirect('11.0.0.2'), redirect('11.0.0.1'), redirect('11.0.0.3')]);
  const resolutions = resolveSteering(route, world).map(({ resolution }) => resolution);
  expect(resolutions.map(({ state }) => state)).toEqual(['draining', 'resolved', 'dangling']);
  expect(worstResolution(resolutions)?.state).toBe('dangling');
  expect(worstResolution(resolutions.slice(0, 2))?.state).toBe('draining');
  expect(worstResolution([])).toBeNull();
});

test('5,000 elements are looked through once, not for each target', () => {
  const routeTargets = ['rt:65000:11'];
  const elements = Array.from({ length: 5_000 }, (_, n) =>
    element(`pe${n % 50}~${n}`, { services: { trust: [service(`11.0.${n >> 8}.${n & 255}/32`, { routeTargets })] } }),
  );
  const world = steeringWorld(elements);
  const started = performance.now();
  for (let n = 0; n < 5_000; n++) {
    const resolution = resolveTarget(redirect(`11.0.${n >> 8}.${n & 255}`), 'pe1', world);
    if (resolution.elementId !== `pe${n % 50}~${n}`) expect.unreachable(resolution.detail);
    resolveTarget({ kind: 'redirect-to-vrf', target: 'rt:65000:11' }, 'pe7', world);
  }
  expect(performance.now() - started).toBeLessThan(1_000);
});
