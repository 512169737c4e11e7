import { describe, expect, it } from 'vitest';
import { spanningElement } from '#model/chains/spanning-element.ts';
import type { ElementState } from '#model/state.ts';
import { compiledWith, lostPartAt, partAt, service, spanId } from './elements.ts';

const rules = compiledWith({});
const at = 5_000;

const wholeOf = (parts: readonly ElementState[], prior?: ElementState): ElementState => {
  const spanned = spanningElement(spanId, parts, prior, rules, at);
  if (spanned === null) throw new Error('nothing spans');
  return spanned.element;
};

const trust = partAt('nj01', { trust: ['11.11.11.1/32'] });
const untrust = partAt('nj02', { untrust: ['11.11.11.2/32'] });

describe('an element with sessions at several routers', () => {
  it('is complete where its parts have all roles', () => {
    expect(wholeOf([untrust, trust])).toMatchObject({
      id: spanId,
      span: null,
      routerId: 'nj01',
      location: 'nj',
      state: 'complete',
      missing: [],
      reason: null,
      required: ['trust', 'untrust'],
      interfaces: { trust: ['nj01~10.0.0.1~11.11.11.1/32'], untrust: ['nj02~10.0.0.1~11.11.11.2/32'] },
      services: { trust: [service('11.11.11.1/32')], untrust: [service('11.11.11.2/32')] },
      since: at,
      firstSeen: 1_000,
      lastChanged: at,
    });
  });

  it('is half-open where a side is lost, and says which, where and why', () => {
    expect(wholeOf([trust, lostPartAt('nj02', 'untrust', 'peer down: 2')])).toMatchObject({
      state: 'half-open',
      missing: ['untrust'],
      reason: 'untrust at nj02: peer down: 2',
    });
  });

  it('is half-open where a side has never been announced', () => {
    expect(wholeOf([trust])).toMatchObject({ state: 'half-open', reason: 'untrust: not announced' });
  });

  it('is lost where all parts are', () => {
    const parts = [lostPartAt('nj01', 'trust', 'withdrawn'), lostPartAt('nj02', 'untrust', 'withdrawn')];
    expect(wholeOf(parts, wholeOf([trust, untrust]))).toMatchObject({
      state: 'lost',
      missing: ['trust', 'untrust'],
      reason: 'trust at nj01: withdrawn; untrust at nj02: withdrawn',
    });
  });

  it('is lost where no router tells of it any more, and stays as it was from then on', () => {
    const lost = wholeOf([], wholeOf([trust, untrust]));
    expect(lost).toMatchObject({ state: 'lost', reason: 'no router tells of it any more' });
    expect(spanningElement(spanId, [], lost, rules, at + 1)).toMatchObject({ element: lost, tell: null });
  });

  it('is nothing where nothing ever was', () => {
    expect(spanningElement(spanId, [], undefined, rules, at)).toBeNull();
    expect(spanningElement(spanId, [lostPartAt('nj01', 'trust', 'withdrawn')], undefined, rules, at)).toBeNull();
  });

  it.each([
    ['learning', 'learning'],
    ['rejected', 'rejected'],
    ['complete', 'half-open'],
  ] as const)('with a side missing and a part %s it is %s', (state, whole) => {
    expect(wholeOf([{ ...trust, state }])).toMatchObject({ state: whole, missing: ['untrust'] });
  });

  it.each(['stale', 'learning'] as const)('is %s where a part is that it needs', (state) => {
    const parts = [trust, { ...untrust, state, reason: 'BMP session lost: reset' }];
    expect(wholeOf(parts)).toMatchObject({ state, reason: 'untrust at nj02: BMP session lost: reset' });
  });

  it.each(['stale', 'learning'] as const)('stays complete where another home is %s', (state) => {
    const second = partAt('nj03', { untrust: ['11.11.11.2/32'] }, { state });
    expect(wholeOf([trust, untrust, second])).toMatchObject({ state: 'complete' });
  });

  it('drains where a part does', () => {
    const parts = [trust, { ...untrust, state: 'draining' as const, reason: 'untrust: GRACEFUL_SHUTDOWN' }];
    expect(wholeOf(parts)).toMatchObject({ state: 'draining', reason: 'untrust at nj02: GRACEFUL_SHUTDOWN' });
  });

  it('drains where the operator says so of the whole', () => {
    const drained = compiledWith({ overrides: [{ element: spanId, drain: true, reason: 'upgrade' }] });
    expect(spanningElement(spanId, [trust, untrust], undefined, drained, at)?.element).toMatchObject({
      state: 'draining',
      reason: 'drained by the operator: upgrade',
    });
  });

  it('has two homes where two routers have an address of it in common', () => {
    const second = partAt('nj02', { trust: ['11.11.11.1/32', '11.11.11.9/32'], untrust: ['11.11.11.2/32'] });
    expect(wholeOf([trust, second])).toMatchObject({ state: 'complete' });
  });

  it('is in conflict where two routers have different addresses of one role', () => {
    const other = partAt('nj02', { trust: ['11.11.11.9/32'], untrust: ['11.11.11.2/32'] });
    expect(wholeOf([trust, other])).toMatchObject({
      state: 'conflict',
      reason: 'trust: 11.11.11.1/32 at nj01, but 11.11.11.9/32 at nj02',
    });
  });

  it('is in no conflict over families, nor over what is not live', () => {
    const ipv6 = service('2001:db8::1/128', { family: 'ipv6-unicast' });
    const rejected = service('11.11.11.9/32', { live: false });
    const other = partAt('nj02', { trust: [ipv6, rejected], untrust: ['11.11.11.2/32'] });
    expect(wholeOf([trust, other])).toMatchObject({ state: 'complete' });
  });

  it('is in conflict where a part is', () => {
    const part = { ...untrust, state: 'conflict' as const, reason: 'untrust: announced by 10.0.0.1 and 10.0.0.2' };
    expect(wholeOf([trust, part])).toMatchObject({
      state: 'conflict',
      reason: 'untrust at nj02: announced by 10.0.0.1 and 10.0.0.2',
    });
  });

  it('has an address live where one of its homes has', () => {
    const dead = partAt('nj02', { trust: [service('11.11.11.1/32', { live: false, routeTargets: ['rt:1:1'] })] });
    const { services } = wholeOf([trust, untrust, dead]);
    expect(services.trust).toEqual([service('11.11.11.1/32', { routeTargets: ['rt:1:1'] })]);
  });

  it('keeps its times where nothing changes', () => {
    const before = wholeOf([trust, untrust]);
    expect(spanningElement(spanId, [trust, untrust], before, rules, at + 1)).toEqual({ element: before, tell: null });
  });

  it('is flapping once it has changed too often, and rests afterwards', () => {
    const short = compiledWith({ holds: { flapTransitions: 3, flapSeconds: 60 } });
    let prior: ElementState | undefined;
    const told = [0, 1, 2, 3, 4].map((step) => {
      const parts = step % 2 === 0 ? [trust, untrust] : [trust];
      const spanned = spanningElement(spanId, parts, prior, short, at + step * 1_000);
      prior = spanned?.element;
      return spanned?.tell;
    });
    expect(told).toEqual(['change', 'change', 'change', 'flapping', null]);
    const rested = spanningElement(spanId, [trust, untrust], prior, short, at + 70_000);
    expect(rested).toMatchObject({ tell: 'rested', element: { state: 'complete', flap: { flapping: false } } });
  });
});
