import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedMark } from '#model/feed-mark.ts';
import type { HeadFeed } from '#model/state.ts';
import { tokenOf, zeroToken } from '#model/token.ts';
import type { FeedVisibility } from '#rib/base/manifest.ts';
import type { RouterHead } from '#rib/rows/head.ts';
import { isStale } from '#rib/rows/head.ts';
import { classToken, isVisible, visibilitiesAfter, visibilitiesNow } from '#rib/rows/visibility.ts';

const family = 'ipv4-unicast';
const visibility = (incarnation: number, visibleFrom: number): FeedVisibility => ({
  incarnation: tokenOf(1, incarnation),
  visibleFrom: tokenOf(1, visibleFrom),
});
const mark = (peer: string, incarnation: number, visibleFrom: number): FeedMark => ({
  peerId: peer,
  view: 'loc-rib',
  family,
  token: zeroToken,
  ...visibility(incarnation, visibleFrom),
});

it.each([
  [visibility(5, 5), 4, false],
  [visibility(5, 5), 5, true],
  [visibility(5, 3), 3, true],
  [visibility(3, 7), 6, false],
  [undefined, 9, false],
])('of a feed that is %j a row of %i is served: %j', (feed, seq, expected) => {
  expect(isVisible(feed, tokenOf(1, seq))).toBe(expected);
});

describe('the token of a class', () => {
  /** What comes next lies behind all that was said; a dump may end that has begun. */
  const next = ({ incarnation, visibleFrom }: FeedVisibility, now: number) => {
    const later = fc.integer({ min: now + 1, max: now + 5 }).map((seq) => tokenOf(1, seq));
    const ended = incarnation > visibleFrom ? incarnation : visibleFrom;
    return fc.record({
      incarnation: fc.oneof(fc.constant(incarnation), later),
      visibleFrom: fc.oneof(fc.constantFrom(visibleFrom, ended), later),
    });
  };
  const moments = fc
    .record({ incarnation: fc.nat(9), visibleFrom: fc.nat(9), seq: fc.nat(9) })
    .filter(({ visibleFrom, seq }) => seq >= visibleFrom)
    .chain(({ incarnation, visibleFrom, seq }) => {
      const feed = visibility(incarnation, visibleFrom);
      return fc.record({ feed: fc.constant(feed), token: fc.constant(tokenOf(1, seq)), later: next(feed, 9) });
    });

  it('hides a row that is served, and has it shown as stale, just when its own would: now and at all times', () => {
    fc.assert(
      fc.property(moments, ({ feed, token, later }) => {
        const ofClass = classToken(feed, token);
        for (const at of [feed, later]) {
          expect(isVisible(at, ofClass)).toBe(isVisible(at, token));
          const [isOfClass, own] = [ofClass, token].map((each) =>
            isStale({ ...at, state: 'synced' }, each, { state: 'up' }),
          );
          if (isVisible(at, token)) expect(isOfClass).toBe(own);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is one for all that a dump brought, and one for all that was there before', () => {
    const feed = visibility(6, 2);
    const tokens = [2, 3, 5, 6, 8].map((seq) => classToken(feed, tokenOf(1, seq)));
    expect(tokens).toEqual([2, 2, 2, 6, 6].map((seq) => tokenOf(1, seq)));
  });
});

describe('what is visible of feeds', () => {
  it('is what the last mark of each says', () => {
    const before = visibilitiesAfter(new Map(), [mark('a', 1, 1), mark('b', 2, 2)]);
    const after = visibilitiesAfter(before, [mark('a', 5, 1), mark('c', 6, 6), mark('a', 5, 5)]);
    expect([...after]).toEqual([
      ['a|loc-rib', visibility(5, 5)],
      ['b|loc-rib', visibility(2, 2)],
      ['c|loc-rib', visibility(6, 6)],
    ]);
    expect(before.get('a|loc-rib')).toEqual(visibility(1, 1));
  });

  it('now is what the head says of the family’s feeds', () => {
    const feed = (of: string, seq: number): HeadFeed => {
      return { view: 'loc-rib', family: of, state: 'down', ...visibility(seq, seq) };
    };
    const feeds = [feed(family, 4), feed('vpnv4', 5)];
    const peer = {
      id: 'a',
      routerId: 'pe1',
      type: 'global',
      address: '',
      asn: 1,
      state: 'up',
      incarnation: zeroToken,
    } as const;
    const head: RouterHead = {
      routerId: 'pe1',
      version: 1,
      applied: zeroToken,
      receivedAt: 0,
      committedAt: 0,
      logged: {},
      session: { id: 1, state: 'up', lastPeerUpAt: null, learning: false },
      partitions: 1,
      peers: new Map([['a', { ...peer, feeds }]]),
    };
    expect([...visibilitiesNow(head, family)]).toEqual([['a|loc-rib', visibility(4, 4)]]);
  });
});
