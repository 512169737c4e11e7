import type { RouteCountRow } from '#model/api-rows.ts';
import type { RouteCounts } from '#rib/count.ts';
import { readAll } from '#rib/documents.ts';
import { type RouterFeeds, readFeeds } from '#rib/feeds.ts';
import { lookup } from '#rib/lookup.ts';
import type { Store } from '#rib/store.ts';
import type { Endpoints, Sources } from './endpoint.ts';
import { keyOfParts, pageOf } from './paging.ts';
import { groupSortKey, lookupQuery, prefixFamily, prefixRow, routeCountRows } from './routes.ts';

export const ribEndpoints = {
  async lookupRoutes({ store, log }, { parameters, query, page }) {
    const family = prefixFamily(parameters.family);
    const asked = lookupQuery(family, query);
    const answer = await lookup(log, await readRouterFeeds(store, query.router), asked);
    const { items, next } = pageOf(answer.groups, (group) => groupSortKey(family, group), page);
    const rows = items.map((group) => prefixRow(family, group));
    return { rows, next, ...(answer.unreadable > 0 && { unreadableSegments: answer.unreadable }) };
  },

  async countRoutes(sources, { query, page }) {
    const groupBy = groupings.filter((part) => query.groupBy.split(',').includes(part));
    const rows = routeCountRows(await countRouters(sources), groupBy);
    const { items, next } = pageOf(rows, (row) => keyOfParts(...groupBy.map((part) => row[part] ?? '')), page);
    return { rows: items, next };
  },
} satisfies Partial<Endpoints>;

const groupings = ['router', 'peer', 'view', 'family'] as const satisfies readonly (keyof RouteCountRow)[];

/** Of one router, or of all. */
export async function readRouterFeeds(store: Store, routerId?: string): Promise<RouterFeeds[]> {
  const ids = routerId === undefined ? (await readAll(store, 'router')).map(({ id }) => id) : [routerId];
  const read = await Promise.all(ids.map((id) => readFeeds(store, id)));
  return read.filter((feeds) => feeds !== undefined);
}

export async function countRouters(
  { store, counter }: Sources,
  isAsked: (feeds: RouterFeeds) => boolean = () => true,
): Promise<{ feeds: RouterFeeds; counts: RouteCounts }[]> {
  const asked = (await readRouterFeeds(store)).filter(isAsked);
  return Promise.all(asked.map(async (feeds) => ({ feeds, counts: await counter.count(feeds) })));
}
