import type { RouteCountRow } from '#model/api-rows.ts';
import type { RouteCounts } from '#rib/count.ts';
import { scanCovered } from '#rib/covered.ts';
import { familiesOf, type RouterHead } from '#rib/head.ts';
import { lookup, type RouteGroup, routeFilter } from '#rib/lookup.ts';
import { nlriKeyOf } from '#rib/route-key.ts';
import { scan } from '#rib/scan.ts';
import type { FoundRoute, RibView } from '#rib/view.ts';
import type { Endpoints, Sources } from './endpoint.ts';
import { keyOfParts, pageOf, rowsOf } from './paging.ts';
import { attributeFilter, expectSelective } from './route-list.ts';
import { groupPage, pagePosition, routePage } from './route-pages.ts';
import { knownFamily, lookupQuery, prefixFamily, prefixRow, routeCountRows, routeQuery, routeRow } from './routes.ts';

export const ribEndpoints = {
  async lookupRoutes(sources, { parameters, query, page }) {
    const family = prefixFamily(parameters.family);
    const asked = lookupQuery(family, query);
    const views = await openViews(sources, family.name, query.router);
    const rowOf = (group: RouteGroup) => prefixRow(family, group);
    const { match, ...rest } = asked;
    if (match === 'covered') {
      const found = scanCovered(views, asked, pagePosition(page.after));
      const { rows, next } = await groupPage(found, routeFilter(family.name, asked), rowOf, page.limit);
      return { rows, next, ...unreadableParts(views) };
    }
    const groups = await lookup(views, { ...rest, match });
    return { ...rowsOf(groups, keyOfGroup, rowOf, page), ...unreadableParts(views) };
  },

  async listRoutes(sources, { parameters, query, page, mediaType }) {
    const family = knownFamily(parameters.family);
    if (mediaType !== 'application/x-ndjson') expectSelective(query);
    const filters = [routeFilter(family.name, routeQuery(query)), attributeFilter(family, query)];
    const views = await openViews(sources, family.name, query.router);
    const isAsked = (route: FoundRoute) => filters.every((passes) => passes(route));
    const rowOf = (route: FoundRoute) => routeRow(family, route);
    const { rows, next } = await routePage(scan(views, pagePosition(page.after)), isAsked, rowOf, page.limit);
    return { rows, next, ...unreadableParts(views) };
  },

  async countRoutes(sources, { query, page }) {
    const groupBy = groupings.filter((part) => query.groupBy.split(',').includes(part));
    const rows = routeCountRows(await countRouters(sources), groupBy);
    const { items, next } = pageOf(rows, (row) => keyOfParts(...groupBy.map((part) => row[part] ?? '')), page);
    return { rows: items, next };
  },
} satisfies Partial<Endpoints>;

const groupings = ['router', 'peer', 'view', 'family'] as const satisfies readonly (keyof RouteCountRow)[];

const keyOfGroup = ({ routes: [first] }: RouteGroup): string => nlriKeyOf(first?.key ?? '');

function unreadableParts(views: readonly RibView[]): { unreadableSegments?: number } {
  const unreadableSegments = views.reduce((sum, { unreadable }) => sum + unreadable, 0);
  return unreadableSegments > 0 ? { unreadableSegments } : {};
}

/** The RIBs of a family, of one router or of all that have it. */
async function openViews({ rib }: Sources, family: string, routerId?: string): Promise<RibView[]> {
  const heads = routerId === undefined ? await rib.heads() : [await rib.head(routerId)];
  const having = heads.filter((head) => head !== undefined).filter((head) => familiesOf(head).has(family));
  return Promise.all(having.map((head) => rib.open(head, family)));
}

export async function countRouters(
  { rib, counter }: Sources,
  isAsked: (routerId: string) => boolean = () => true,
): Promise<{ head: RouterHead; counts: RouteCounts }[]> {
  const asked = (await rib.heads()).filter(({ routerId }) => isAsked(routerId));
  return Promise.all(asked.map(async (head) => ({ head, counts: await counter.count(head) })));
}
