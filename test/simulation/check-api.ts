import type { PrefixRow, RouteRow } from '#model/api-rows.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import type { ToldApi } from '../functions/api/told-api.ts';
import type { Random } from '../fuzz/random.ts';
import { type Asking, expectAlike, nameOf, shownOf } from './answered.ts';
import { allRoutes, Mismatch, type Shown, shownRoutes } from './check.ts';
import { checkDiff, checkHistory } from './check-api-changes.ts';
import { families, neighbours, pickNlri } from './universe.ts';

/** What the API answers of a router, over several pages, against the routes that have been compared with what was told. */
export async function checkApi(api: ToldApi, reader: RibReader, router: string, random: Random): Promise<void> {
  const head = await reader.head(router);
  if (!head) return;
  const counts = await api.rows('/v1/rib/stats?groupBy=family');
  for (const family of families) {
    const shown = shownRoutes(family.name, await allRoutes(await reader.open(head, family.name)));
    const asking = { api, router, family: family.name, shown };
    const counted = counts.find(({ family: of }) => of === family.name)?.routes ?? 0;
    if (counted !== shown.size) throw new Mismatch(`API, count of ${family.name}: ${counted} instead of ${shown.size}`);
    await checkLists(asking, family.everything);
    await checkDiff(asking, head, neighbours[0]);
    await checkHistory(asking, pickNlri(random, family));
  }
}

async function checkLists({ api, router, family, shown }: Asking, everything: string | null): Promise<void> {
  const expected = [...shown].map(([name, route]) => `${name} ${textOf(route)}`);
  const listed: RouteRow[] = await api.rows(`/v1/rib/${family}/routes?router=${router}&limit=7`);
  expectAlike(`list of ${family}`, listed.map(rowText), expected);
  if (everything === null) return;
  const groups: PrefixRow[] = await api.rows(`/v1/rib/${family}/lookup?prefix=${everything}&match=covered&limit=5`);
  const found = groups.flatMap(({ routes }) => routes.map(rowText));
  expectAlike(`look-up in ${family}`, found, expected);
}

const rowText = (row: RouteRow): string => `${nameOf(row)} ${textOf(shownOf(row))}`;

const textOf = ({ med, stale, firstSeen, lastChanged }: Shown): string => `${med} ${stale} ${firstSeen} ${lastChanged}`;
