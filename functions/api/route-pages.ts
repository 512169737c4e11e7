import { groupedRoutes, type RouteGroup } from '#rib/lookup.ts';
import { nlriKeyOf } from '#rib/route-key.ts';
import { positionOf, type ScanPosition } from '#rib/scan.ts';
import type { FoundRoute } from '#rib/view.ts';
import { Problem } from './problem.ts';

/** Rows that one request looks at: a filter that few pass goes on with the next page. */
const mostScanned = 250_000;
/** A function of AWS Lambda answers 6 MB at most, escapes included. */
const mostCharacters = 3_000_000;

export interface RoutePage<Row> {
  rows: Row[];
  next: string | null;
  /** Rows looked at for it. */
  scanned: number;
}

/** Reads a scan until a page is full, in number or in octets, or enough has been looked at. */
export async function routePage<Row>(
  found: AsyncGenerator<FoundRoute[]>,
  isAsked: (route: FoundRoute) => boolean,
  rowOf: (route: FoundRoute) => Row,
  limit: number,
): Promise<RoutePage<Row>> {
  const rows: Row[] = [];
  let scanned = 0;
  let left = mostCharacters;
  let reached: FoundRoute | null = null;
  for await (const batch of found) {
    for (const route of batch) {
      if (rows.length === limit || scanned === mostScanned) return { rows, next: cursorAt(reached), scanned };
      if (isAsked(route)) {
        const row = rowOf(route);
        left -= JSON.stringify(row).length;
        if (left < 0 && rows.length > 0) return { rows, next: cursorAt(reached), scanned };
        rows.push(row);
      }
      scanned += 1;
      reached = route;
    }
  }
  return { rows, next: null, scanned };
}

/** The same with the routes of a prefix together in one row. */
export async function groupPage<Row>(
  found: AsyncGenerator<FoundRoute[]>,
  isAsked: (route: FoundRoute) => boolean,
  rowOf: (group: RouteGroup) => Row,
  limit: number,
): Promise<RoutePage<Row>> {
  const rows: Row[] = [];
  let scanned = 0;
  let left = mostCharacters;
  let open: FoundRoute[] = [];
  let reached: FoundRoute | null = null;
  const close = (): boolean => {
    const made = groupedRoutes(open.filter(isAsked)).map(rowOf);
    left -= JSON.stringify(made).length;
    if (left < 0 && rows.length > 0) return false;
    rows.push(...made);
    reached = open.at(-1) ?? reached;
    open = [];
    return true;
  };
  for await (const batch of found) {
    for (const route of batch) {
      const isNext = open[0] !== undefined && nlriKeyOf(open[0].key) !== nlriKeyOf(route.key);
      if (isNext && (!close() || rows.length >= limit || scanned >= mostScanned))
        return { rows, next: cursorAt(reached), scanned };
      open.push(route);
      scanned += 1;
    }
  }
  return close() ? { rows, next: null, scanned } : { rows, next: cursorAt(reached), scanned };
}

const cursorAt = (route: FoundRoute | null): string | null => {
  if (route === null) return null;
  const { key, routerId, feed } = positionOf(route);
  return JSON.stringify([key, routerId, feed]);
};

/** Where a page goes on. @throws Problem 400 */
export function pagePosition(after: string | null): ScanPosition | null {
  if (after === null) return null;
  const [key, routerId, feed]: unknown[] = JSON.parse(after);
  if (typeof key === 'string' && typeof routerId === 'string' && typeof feed === 'string')
    return { key, routerId, feed };
  throw new Problem('expired-cursor', 'The cursor is of another version: begin again without one.');
}
