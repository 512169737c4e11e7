import type { HeadPeer } from '#model/state.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { latin1 } from '../octets/octets-text.ts';
import { nlriKeyOf, type RouteKey } from '../rows/route-key.ts';
import { CoverSearch } from './cover-search.ts';
import type { Match, PrefixQuery } from './prefix-match.ts';
import { compareScanPositions } from './scan.ts';
import type { FoundRoute, RibView } from './view.ts';

/** Which routes of a family, whatever their prefix. */
export interface RouteQuery {
  peer?: (peer: HeadPeer) => boolean;
  view?: View;
  routeDistinguisher?: Uint8Array;
  includeStale: boolean;
}

export interface LookupQuery extends RouteQuery, PrefixQuery {
  match: Exclude<Match, 'covered'>;
}

/** Routes of one prefix, under one route distinguisher. */
export interface RouteGroup {
  nlri: Nlri;
  routes: FoundRoute[];
}

/** The routes of all the views whose prefix is the one asked for or covers it, in the order of prefixes. */
export async function lookup(views: readonly RibView[], query: LookupQuery): Promise<RouteGroup[]> {
  const found = await Promise.all(views.map((view) => findCovers(view, query)));
  const groups = groupedRoutes(found.flat().toSorted(compareScanPositions));
  return query.match === 'longest' ? longest(groups) : groups;
}

/** Searches no further than the query has to know. */
async function findCovers(view: RibView, query: LookupQuery): Promise<FoundRoute[]> {
  const search = new CoverSearch(view, query);
  const isAsked = routeFilter(view.family, query);
  const found: FoundRoute[] = [];
  while (search.remaining >= shortestWanted(view, query, found)) {
    found.push(...(await search.next()).filter(isAsked));
  }
  return query.match === 'exact' ? found.filter(({ nlri }) => nlri.prefixLength === query.prefixLength) : found;
}

/** Length of the shortest cover that the answer may still need. */
function shortestWanted(view: RibView, { match, prefixLength, routeDistinguisher }: LookupQuery, found: FoundRoute[]) {
  if (match === 'exact') return prefixLength;
  const isOneTable = routeDistinguisher !== undefined || !familyNamed(view.family)?.distinguished;
  if (match === 'longest' && isOneTable) return Math.max(0, ...found.map(({ nlri }) => nlri.prefixLength));
  return 0;
}

/** Passes the routes of a family that a query asks for. */
export function routeFilter(familyName: string, query: RouteQuery): (route: FoundRoute) => boolean {
  const family = familyNamed(familyName);
  const { peer, view, includeStale } = query;
  const distinguisher = query.routeDistinguisher && latin1(query.routeDistinguisher);
  return (route) =>
    (includeStale || !route.stale) &&
    (view === undefined || route.feed.endsWith(`|${view}`)) &&
    (peer === undefined || peer(route.peer)) &&
    (distinguisher === undefined || octetsText(family?.describe(route.nlri).routeDistinguisher) === distinguisher);
}

/** Neighbours of one prefix together. */
export function groupedRoutes(routes: readonly FoundRoute[]): RouteGroup[] {
  const groups: (RouteGroup & { key: RouteKey })[] = [];
  for (const route of routes) {
    const key = nlriKeyOf(route.key);
    const last = groups.at(-1);
    if (last?.key === key) last.routes.push(route);
    else groups.push({ key, nlri: route.nlri, routes: [route] });
  }
  return groups;
}

/** Of each route distinguisher, a table of its own, the longest prefix that has a route. */
function longest(groups: RouteGroup[]): RouteGroup[] {
  const best = new Map<string, RouteGroup>();
  for (const group of groups) {
    const table = octetsText(group.nlri.routeDistinguisher);
    const known = best.get(table);
    if (!known || group.nlri.prefixLength > known.nlri.prefixLength) best.set(table, group);
  }
  return groups.filter((group) => best.get(octetsText(group.nlri.routeDistinguisher)) === group);
}

const octetsText = (octets: Uint8Array | null | undefined): string => (octets ? latin1(octets) : '');
