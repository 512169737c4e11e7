import type { PrefixRow, RouteRow } from '#model/api-rows.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import type { ToldApi } from '../functions/api/told-api.ts';
import { allRoutes, Mismatch, type Shown, shownRoutes } from './check.ts';
import { routeName } from './told.ts';
import { families } from './universe.ts';

/** What the API answers of a router, over several pages, against the routes that have been compared with what was told. */
export async function checkApi(api: ToldApi, reader: RibReader, router: string): Promise<void> {
  const head = await reader.head(router);
  if (!head) return;
  const counts = await api.rows('/v1/rib/stats?groupBy=family');
  for (const { name, everything } of families) {
    const shown = shownRoutes(name, await allRoutes(await reader.open(head, name)));
    const listed: RouteRow[] = await api.rows(`/v1/rib/${name}/routes?router=${router}&limit=7`);
    expectSame(`list of ${name}`, listed, shown);
    const groups: PrefixRow[] = await api.rows(`/v1/rib/${name}/lookup?prefix=${everything}&match=covered&limit=5`);
    expectSame(
      `look-up in ${name}`,
      groups.flatMap(({ routes }) => routes),
      shown,
    );
    const counted = counts.find(({ family }) => family === name)?.routes ?? 0;
    if (counted !== shown.size) throw new Mismatch(`API, count of ${name}: ${counted} instead of ${shown.size}`);
  }
}

function expectSame(what: string, rows: readonly RouteRow[], shown: ReadonlyMap<string, Shown>): void {
  const answered = rows.map((row) => `${nameOf(row)} ${textOf(shownOf(row))}`).sort();
  const expected = [...shown].map(([name, route]) => `${name} ${textOf(route)}`).sort();
  if (answered.join() === expected.join()) return;
  throw new Mismatch(`API, ${what}: ${answered.join('; ')}\n  instead of ${expected.join('; ')}`);
}

function nameOf({ peer, view, family, prefix = '', rd, pathId }: RouteRow): string {
  const routeDistinguisher = rd === null ? null : parseRouteDistinguisher(rd);
  const name = routeName({ ...parsePrefix(prefix), pathId, routeDistinguisher, labels: null, nlri: null });
  return `${peer.address} ${view} ${family} ${name}`;
}

const shownOf = ({ attributes, stale, firstSeen, lastChanged }: RouteRow): Shown => ({
  med: attributes.med ?? -1,
  stale,
  firstSeen: Date.parse(firstSeen) / 1000,
  lastChanged: Date.parse(lastChanged) / 1000,
});

const textOf = ({ med, stale, firstSeen, lastChanged }: Shown): string => `${med} ${stale} ${firstSeen} ${lastChanged}`;
