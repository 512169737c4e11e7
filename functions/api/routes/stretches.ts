import { groupedRoutes, type RouteGroup } from '#rib/read/lookup.ts';
import { positionOf, type ScanPosition } from '#rib/read/scan.ts';
import type { FoundRoute } from '#rib/read/view.ts';
import { nlriKeyOf } from '#rib/rows/route-key.ts';
import type { Stretch } from './scan-page.ts';
import { behindKey } from './scan-position.ts';

type RouteTest = (route: FoundRoute) => boolean;

/** The routes of a scan that pass. */
export async function* routeStretches(
  found: AsyncIterable<FoundRoute[]>,
  isAsked: RouteTest,
): AsyncGenerator<Stretch<FoundRoute>> {
  for await (const routes of found) {
    yield { items: routes.filter(isAsked), looked: routes.length, reached: endOf(routes) };
  }
}

/** The same with those of one prefix together, which may lie in two parts of the scan. */
export async function* groupStretches(
  found: AsyncIterable<FoundRoute[]>,
  isAsked: RouteTest,
): AsyncGenerator<Stretch<RouteGroup>> {
  let open: FoundRoute[] = [];
  for await (const routes of found) {
    const known = [...open, ...routes];
    const key = nlriKeyOf(known.at(-1)?.key ?? '');
    const whole = known.findLastIndex((route) => nlriKeyOf(route.key) !== key) + 1;
    yield groupStretch(known.slice(0, whole), isAsked);
    open = known.slice(whole);
  }
  yield groupStretch(open, isAsked);
}

const groupStretch = (routes: readonly FoundRoute[], isAsked: RouteTest): Stretch<RouteGroup> => ({
  items: groupedRoutes(routes.filter(isAsked)),
  looked: routes.length,
  reached: endOf(routes),
});

/** Behind all routes of a group, asked for or not. */
export const endOfGroup = ({ routes }: RouteGroup): ScanPosition => behindKey(routes.at(-1)?.key ?? '');

function endOf(routes: readonly FoundRoute[]): ScanPosition | null {
  const last = routes.at(-1);
  return last ? positionOf(last) : null;
}
