import { scanCovered } from '#rib/read/covered.ts';
import { lookup, type RouteGroup, routeFilter } from '#rib/read/lookup.ts';
import { positionOf, scan } from '#rib/read/scan.ts';
import { nlriKeyOf } from '#rib/rows/route-key.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { keyOfParts, pageOf, rowsOf } from '../http/paging.ts';
import { openViews, provenanceOf } from './rib-views.ts';
import { countRouters, groupings, routeCountRows } from './route-counts.ts';
import { expectSelective, listFilter } from './route-filter.ts';
import { knownFamily, lookupQuery, prefixFamily } from './route-query.ts';
import { RouteRows } from './route-rows.ts';
import { scanAnswer } from './scan-answer.ts';
import { pagePosition } from './scan-position.ts';
import { endOfGroup, groupStretches, routeStretches } from './stretches.ts';

export const ribEndpoints = {
  async lookupRoutes(sources, request) {
    const { parameters, query, page } = request;
    const family = prefixFamily(parameters.family);
    const asked = lookupQuery(family, query);
    const opened = await openViews(sources, family.name, query);
    const rows = new RouteRows(family);
    const rowOf = (group: RouteGroup) => rows.group(group);
    const { match, ...rest } = asked;
    if (match === 'covered') {
      const found = scanCovered(opened.views, asked, pagePosition(page.after));
      const stretches = groupStretches(found, routeFilter(family.name, asked));
      return scanAnswer({ stretches, rowOf, positionOf: endOfGroup }, request, opened, sources);
    }
    const groups = await lookup(opened.views, { ...rest, match });
    return { ...rowsOf(groups, keyOfGroup, rowOf, page), provenance: provenanceOf(opened) };
  },

  async listRoutes(sources, request) {
    const { parameters, query, page, mediaType } = request;
    const family = knownFamily(parameters.family);
    if (mediaType !== 'application/x-ndjson') expectSelective(query);
    const isAsked = listFilter(family, query);
    const opened = await openViews(sources, family.name, query);
    const rows = new RouteRows(family);
    const stretches = routeStretches(scan(opened.views, pagePosition(page.after)), isAsked);
    return scanAnswer({ stretches, rowOf: (route) => rows.route(route), positionOf }, request, opened, sources);
  },

  async countRoutes(sources, { query, page }) {
    const groupBy = groupings.filter((part) => query.groupBy.split(',').includes(part));
    const rows = routeCountRows(await countRouters(sources), groupBy);
    const { items, next } = pageOf(rows, (row) => keyOfParts(...groupBy.map((part) => row[part] ?? '')), page);
    return { rows: items, next };
  },
} satisfies Partial<Endpoints>;

const keyOfGroup = ({ routes: [first] }: RouteGroup): string => nlriKeyOf(first?.key ?? '');
