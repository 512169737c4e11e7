import type { Position } from '../rows/row.ts';
import type { FoundRoute, RibView } from './view.ts';

/** Where a row of several routers stands: by route, then router, then feed. */
export interface ScanPosition extends Position {
  routerId: string;
}

export const positionOf = ({ key, routerId, feed }: FoundRoute): ScanPosition => ({ key, routerId, feed });

export function compareScanPositions(a: ScanPosition, b: ScanPosition): number {
  return compareText(a.key, b.key) || compareText(a.routerId, b.routerId) || compareText(a.feed, b.feed);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Behind all feeds. */
const behindAll = '\uffff';
const rowsAtOnce = 1024;

/** All that the views serve behind a position, in order, some at a time. */
export async function* scan(views: readonly RibView[], after: ScanPosition | null): AsyncGenerator<FoundRoute[]> {
  const scans = views.map((view) => view.scan(after === null ? undefined : startIn(view, after)));
  const [only] = scans;
  if (only !== undefined && scans.length === 1) yield* only;
  else yield* mergedScans(scans);
}

function startIn({ routerId }: RibView, { key, routerId: reached, feed }: ScanPosition): Position {
  if (routerId === reached) return { key, feed };
  return { key, feed: routerId < reached ? behindAll : '' };
}

/** A scan with the rows that it has given and nobody has taken. */
interface Source {
  scan: AsyncGenerator<FoundRoute[]>;
  rows: FoundRoute[];
  next: number;
}

async function* mergedScans(scans: readonly AsyncGenerator<FoundRoute[]>[]): AsyncGenerator<FoundRoute[]> {
  const sources = await Promise.all(scans.map((each) => filled({ scan: each, rows: [], next: 0 })));
  let left = sources.filter(hasRow);
  let rows: FoundRoute[] = [];
  while (left.length > 0) {
    const source = left.reduce((least, other) => (compareHeads(other, least) < 0 ? other : least));
    const row = source.rows[source.next++];
    if (row !== undefined) rows.push(row);
    if (!hasRow(source)) {
      await filled(source);
      left = left.filter(hasRow);
    }
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

const hasRow = ({ rows, next }: Source): boolean => next < rows.length;

function compareHeads(a: Source, b: Source): number {
  const [first, second] = [a.rows[a.next], b.rows[b.next]];
  return first && second ? compareScanPositions(first, second) : 0;
}

/** With its next rows, unless it is at its end. */
async function filled(source: Source): Promise<Source> {
  while (!hasRow(source)) {
    const { value, done } = await source.scan.next();
    if (done) return source;
    source.rows = value;
    source.next = 0;
  }
  return source;
}
