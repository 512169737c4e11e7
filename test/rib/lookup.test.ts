import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedId } from '#model/keys.ts';
import { decodeAttributeSet } from '#model/record-codec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { octetsOf } from '#rib/octets/octets-text.ts';
import { countRoutes, RouteCounter } from '#rib/read/count.ts';
import { scanCovered } from '#rib/read/covered.ts';
import { lookup, routeFilter } from '#rib/read/lookup.ts';
import { type Match, matches } from '#rib/read/prefix-match.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { FoundRoute, RibView } from '#rib/read/view.ts';
import { viewOf } from '#rib/rows/row.ts';
import { distinguishedPrefix, prefix } from './arbitraries.ts';
import { happenings, watchedViews } from './history.ts';
import { inTable, type PlainRoute, plainLookup, routeText } from './plain-rib.ts';
import { PlayedRouter } from './played-router.ts';

const families: [string, fc.Arbitrary<Nlri>][] = [
  ['ipv4-unicast', prefix(4)],
  ['ipv6-unicast', prefix(16)],
  ['vpnv4', distinguishedPrefix],
];

interface Asked {
  includeStale: boolean;
  routeDistinguisher?: Uint8Array;
}

const textOf = ({ peer, feed, nlri, set, stale }: FoundRoute): string => {
  const { med } = decodeAttributeSet(octetsOf(set));
  return routeText({ peerId: peer.id, view: viewOf(feed), nlri, med, stale });
};

async function found(view: RibView, match: Match, nlri: Nlri, asked: Asked): Promise<string[]> {
  const { prefixLength, address } = nlri;
  if (match !== 'covered') {
    const groups = await lookup([view], { prefixLength, address, match, ...asked });
    return groups.flatMap(({ routes }) => routes.map(textOf)).sort();
  }
  const texts: string[] = [];
  const isAsked = routeFilter(view.family, asked);
  for await (const routes of scanCovered([view], { prefixLength, address }, null)) {
    texts.push(...routes.filter(isAsked).map(textOf));
  }
  return texts.sort();
}

const texts = (routes: readonly PlainRoute[]): string[] => routes.map(routeText).sort();

const readerOf = (router: PlayedRouter): RibReader => new RibReader({ store: router.store, now: () => router.now });

async function openWith(reader: RibReader, router: PlayedRouter): Promise<RibView> {
  const head = await router.head();
  if (head === undefined) throw new Error('there has been no commit');
  return reader.open(head, router.family);
}

async function expectAnswers(view: RibView, routes: readonly PlainRoute[], queries: readonly Nlri[]): Promise<void> {
  const fresh = routes.filter(({ stale }) => !stale);
  for (const query of queries) {
    for (const match of matches) {
      expect(await found(view, match, query, { includeStale: true })).toEqual(texts(plainLookup(routes, match, query)));
      expect(await found(view, match, query, { includeStale: false })).toEqual(texts(plainLookup(fresh, match, query)));
      const { routeDistinguisher } = query;
      if (routeDistinguisher === null) continue;
      const ofTable = inTable(routes, routeDistinguisher);
      const asked = { includeStale: true, routeDistinguisher };
      expect(await found(view, match, query, asked)).toEqual(texts(plainLookup(ofTable, match, query)));
    }
  }
}

const countsOf = ({ family, peerIds, committed }: PlayedRouter): Record<string, number> =>
  Object.fromEntries(
    peerIds.flatMap((peerId) =>
      watchedViews.map((view) => [
        feedId(peerId, view, family),
        committed.filter((route) => route.peerId === peerId && route.view === view).length,
      ]),
    ),
  );

describe.each(families)('look-ups in %s, against a plain list of routes', (family, nlri) => {
  const queries = fc.array(nlri, { minLength: 1, maxLength: 3 });

  it('agree on every match after every commit and compaction, with withdraws, re-dumps, Peer Downs and reconnects', async () => {
    await fc.assert(
      fc.asyncProperty(happenings(nlri), queries, async (history, asked) => {
        const router = new PlayedRouter(family);
        const reader = readerOf(router);
        const counter = new RouteCounter(reader);
        await router.commit();
        for (const happening of [...history, { kind: 'commit' } as const]) {
          await router.happen(happening);
          if (happening.kind !== 'commit' && happening.kind !== 'compact') continue;
          await expectAnswers(await openWith(reader, router), router.committed, asked);
          const view = await openWith(readerOf(router), router);
          await expectAnswers(view, router.committed, asked);
          const head = await router.head();
          expect(head && Object.fromEntries(await counter.count(head))).toEqual(countsOf(router));
          expect(Object.fromEntries(await countRoutes(view))).toEqual(countsOf(router));
          expect(view.unreadable).toBe(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('do not see rows of a commit under way', async () => {
    await fc.assert(
      fc.asyncProperty(happenings(nlri), happenings(nlri), queries, async (history, later, asked) => {
        const router = new PlayedRouter(family);
        for (const happening of history) await router.happen(happening);
        await router.commit();
        for (const happening of later.filter(({ kind }) => kind !== 'commit')) await router.happen(happening);
        await router.writeLog();
        await expectAnswers(await openWith(readerOf(router), router), router.committed, asked);
        await router.compact({ mostLogOctets: 1_000_000, rowsPerBlock: 2 });
        await expectAnswers(await openWith(readerOf(router), router), router.committed, asked);
      }),
      { numRuns: 40 },
    );
  });
});
