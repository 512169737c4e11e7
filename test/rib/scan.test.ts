import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { scanCovered } from '#rib/read/covered.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { compareScanPositions, positionOf, type ScanPosition, scan } from '#rib/read/scan.ts';
import type { FoundRoute, RibView } from '#rib/read/view.ts';
import { distinguishedPrefix, prefix } from './arbitraries.ts';
import { compaction, happenings } from './history.ts';
import { PlayedRouter } from './played-router.ts';

const families: [string, fc.Arbitrary<Nlri>][] = [
  ['ipv4-unicast', prefix(4)],
  ['vpnv4', distinguishedPrefix],
];

async function whole(scanned: AsyncIterable<FoundRoute[]>): Promise<FoundRoute[]> {
  const routes: FoundRoute[] = [];
  for await (const some of scanned) routes.push(...some);
  return routes;
}

async function open(
  router: PlayedRouter,
  reader = new RibReader({ store: router.store, now: () => router.now }),
): Promise<RibView> {
  const head = await router.head();
  if (head === undefined) throw new Error('there has been no commit');
  return reader.open(head, router.family);
}

const positions = (routes: readonly FoundRoute[]): ScanPosition[] => routes.map(positionOf);

const told = (routes: readonly FoundRoute[]) =>
  routes.map(({ key, routerId, feed, set, nlri, firstSeen, lastChanged, stale }) => {
    return { key, routerId, feed, set, nlri, firstSeen, lastChanged, stale };
  });

describe.each(families)('a scan in %s of two routers', (family, nlri) => {
  it('is in order, and from each of its positions the rest is the same, also when there have been compactions since', async () => {
    const compactions = fc.array(compaction, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(happenings(nlri), happenings(nlri), nlri, fc.nat(), compactions, async (...given) => {
        const [ofOne, ofOther, query, place, then] = given;
        const routers = ['pe1', 'pe2'].map((routerId) => new PlayedRouter(family, routerId));
        for (const [index, history] of [ofOne, ofOther].entries()) {
          for (const happening of history) await routers[index]?.happen(happening);
          await routers[index]?.commit();
        }
        const readers = routers.map(({ store }) => new RibReader({ store, now: () => 0 }));
        const views = await Promise.all(routers.map((router, index) => open(router, readers[index])));
        const all = await whole(scan(views, null));
        expect(positions(all)).toEqual(positions(all).toSorted(compareScanPositions));
        expect(new Set(all.map((route) => JSON.stringify(positionOf(route)))).size).toBe(all.length);
        const covered = await whole(scanCovered(views, query, null));
        for (const bounds of then) for (const router of routers) await router.compact(bounds);
        const later = await Promise.all(routers.map((router) => open(router)));
        const cached = await Promise.all(routers.map((router, index) => open(router, readers[index])));
        for (const each of [views, later, cached]) {
          const start = place % (all.length + 1);
          const after = start === 0 ? null : positions(all)[start - 1];
          expect(told(await whole(scan(each, after ?? null)))).toEqual(told(all.slice(start)));
          const from = place % (covered.length + 1);
          const afterCovered = from === 0 ? null : positions(covered)[from - 1];
          expect(told(await whole(scanCovered(each, query, afterCovered ?? null)))).toEqual(told(covered.slice(from)));
        }
      }),
      { numRuns: 60 },
    );
  });
});
