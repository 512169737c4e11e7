import type { PeerState, RouterState } from '#model/state.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { feedsOfFamily, isStale, isVisible, type RouterFeeds } from './feeds.ts';
import type { LogReader } from './log-reader.ts';
import { type Match, type PrefixQuery, prefixFilters } from './prefix-match.ts';
import { type StandingRow, standingRow } from './route-history.ts';
import { compareNlri, feedKey, groupByRoute, latin1, type SegmentRow } from './row.ts';
import type { PrefixFilter } from './segment.ts';

export interface RouteQuery {
  family: string;
  /** Only routes that pass; asked once a feed has passed. */
  peer?: (peer: PeerState) => boolean;
  view?: View;
  routeDistinguisher?: Uint8Array;
  includeStale: boolean;
}

export interface LookupQuery extends RouteQuery, PrefixQuery {
  match: Match;
}

/** A route as a feed has it now. */
export interface FoundRoute extends StandingRow {
  router: RouterState;
  peer: PeerState;
  stale: boolean;
}

/** Visible routes of one prefix, under one route distinguisher. */
export interface RouteGroup {
  nlri: Nlri;
  routes: FoundRoute[];
}

export interface FoundRoutes {
  routes: FoundRoute[];
  /** Log items that could not be read: routes may be missing. */
  unreadable: number;
}

export interface LookupAnswer extends Pick<FoundRoutes, 'unreadable'> {
  /** In the order of prefixes. */
  groups: RouteGroup[];
}

export async function lookup(
  reader: LogReader,
  routers: readonly RouterFeeds[],
  query: LookupQuery,
): Promise<LookupAnswer> {
  const { routes, unreadable } = await findRoutes(reader, routers, query, prefixFilters[query.match](query));
  const groups = grouped(routes);
  return { groups: query.match === 'longest' ? longest(groups) : groups, unreadable };
}

/** Looks in the logs of the given routers. Every row of them is seen, so the answer is right whatever their order. */
export async function findRoutes(
  reader: LogReader,
  routers: readonly RouterFeeds[],
  query: RouteQuery,
  filter?: PrefixFilter,
): Promise<FoundRoutes> {
  const answers = await Promise.all(routers.map((feeds) => findInRouter(reader, feeds, query, filter)));
  return {
    routes: answers.flatMap(({ routes }) => routes),
    unreadable: answers.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

async function findInRouter(
  reader: LogReader,
  routerFeeds: RouterFeeds,
  query: RouteQuery,
  filter: PrefixFilter | undefined,
): Promise<FoundRoutes> {
  const log = await reader.read(routerFeeds.router.id, query.family, routerFeeds.applied);
  const applied = log.segments
    .flatMap((segment) => segment.rows(filter))
    .filter(({ token }) => token <= routerFeeds.applied);
  const routes = groupByRoute(applied, query.family).flatMap(visibleIn(routerFeeds, query));
  return { routes, unreadable: log.unreadable };
}

function visibleIn(routerFeeds: RouterFeeds, query: RouteQuery): (rows: SegmentRow[]) => FoundRoute[] {
  const { router, applied } = routerFeeds;
  const family = familyNamed(query.family);
  const feeds = feedsOfFamily(routerFeeds, query.family);
  return (rows) => {
    const standing = standingRow(rows);
    const known = standing && feeds.get(feedKey(standing.row.peerId, standing.row.view));
    if (!standing || !known || !isVisible(known.feed, standing.row.token, applied)) return [];
    const stale = isStale(known.feed, standing.row.token, router);
    const route: FoundRoute = { ...standing, router, peer: known.peer, stale };
    return isAsked(route, query, family) ? [route] : [];
  };
}

function isAsked({ row, peer, stale }: FoundRoute, query: RouteQuery, family: Family | undefined): boolean {
  return (
    (query.includeStale || !stale) &&
    (query.view === undefined || row.view === query.view) &&
    (query.peer === undefined || query.peer(peer)) &&
    (query.routeDistinguisher === undefined ||
      octetsText(family?.describe(row.nlri).routeDistinguisher) === latin1(query.routeDistinguisher))
  );
}

function grouped(routes: FoundRoute[]): RouteGroup[] {
  const byPrefix = Map.groupBy(
    routes,
    ({ row }) => `${rdText(row.nlri)}|${row.nlri.prefixLength}/${latin1(row.nlri.address)}`,
  );
  const groups = [...byPrefix.values()].flatMap((members) => {
    const sorted = members.toSorted(compareRoutes);
    return sorted[0] ? [{ nlri: sorted[0].row.nlri, routes: sorted }] : [];
  });
  return groups.toSorted((a, b) => compareNlri(a.nlri, b.nlri));
}

/** Of each route distinguisher, a table of its own, the longest prefix that has a visible route. */
function longest(groups: RouteGroup[]): RouteGroup[] {
  const best = new Map<string, RouteGroup>();
  for (const group of groups) {
    const known = best.get(rdText(group.nlri));
    if (!known || group.nlri.prefixLength > known.nlri.prefixLength) best.set(rdText(group.nlri), group);
  }
  return [...best.values()];
}

const rdText = ({ routeDistinguisher }: Nlri): string => octetsText(routeDistinguisher);

const octetsText = (octets: Uint8Array | null | undefined): string => (octets ? latin1(octets) : '');

function compareRoutes(a: FoundRoute, b: FoundRoute): number {
  return (
    compareText(a.router.id, b.router.id) ||
    compareText(a.peer.id, b.peer.id) ||
    compareText(a.row.view, b.row.view) ||
    (a.row.nlri.pathId ?? -1) - (b.row.nlri.pathId ?? -1)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
