import type { RouteCountRow } from '#model/api-rows.ts';
import type { RouteCounts } from '#rib/count.ts';
import { readAll } from '#rib/documents.ts';
import { type RouterFeeds, readFeeds } from '#rib/feeds.ts';
import { type FoundRoute, findRoutes, lookup, type RouteGroup } from '#rib/lookup.ts';
import type { Store } from '#rib/store.ts';
import type { Endpoints, Sources } from './endpoint.ts';
import { keyOfParts, pageOf, rowsOf } from './paging.ts';
import { expectSelective, routeFilter, routeSortKey } from './route-list.ts';
import {
  groupSortKey,
  knownFamily,
  lookupQuery,
  prefixFamily,
  prefixRow,
  routeCountRows,
  routeQuery,
  routeRow,
} from './routes.ts';

export const ribEndpoints = {
  async lookupRoutes({ store, log }, { parameters, query, page }) {
    const family = prefixFamily(parameters.family);
    const asked = lookupQuery(family, query);
    const { groups, unreadable } = await lookup(log, await readRouterFeeds(store, query.router), asked);
    const keyOf = (group: RouteGroup) => groupSortKey(family, group);
    const rows = rowsOf(groups, keyOf, (group) => prefixRow(family, group), page);
    return { ...rows, ...unreadableSegments(unreadable) };
  },

  async listRoutes({ store, log }, { parameters, query, page, mediaType }) {
    const family = knownFamily(parameters.family);
    if (mediaType !== 'application/x-ndjson') expectSelective(query);
    const isAsked = routeFilter(family, query);
    const asked = routeQuery(family, query);
    const { routes, unreadable } = await findRoutes(log, await readRouterFeeds(store, query.router), asked);
    const keyOf = (route: FoundRoute) => routeSortKey(family, route);
    const rows = rowsOf(routes.filter(isAsked), keyOf, (route) => routeRow(family, route), page);
    return { ...rows, ...unreadableSegments(unreadable) };
  },

  async countRoutes(sources, { query, page }) {
    const groupBy = groupings.filter((part) => query.groupBy.split(',').includes(part));
    const rows = routeCountRows(await countRouters(sources), groupBy);
    const { items, next } = pageOf(rows, (row) => keyOfParts(...groupBy.map((part) => row[part] ?? '')), page);
    return { rows: items, next };
  },
} satisfies Partial<Endpoints>;

const groupings = ['router', 'peer', 'view', 'family'] as const satisfies readonly (keyof RouteCountRow)[];

const unreadableSegments = (count: number): { unreadableSegments?: number } =>
  count > 0 ? { unreadableSegments: count } : {};

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
