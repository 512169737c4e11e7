import type { ScanPosition } from '#rib/read/scan.ts';
import type { Clock } from '../http/clock.ts';
import type { EndpointRequest } from '../http/endpoint.ts';
import { Room } from '../http/paging.ts';
import { positionText } from './scan-position.ts';

/** A part of a scan: what of it is asked for, how many rows that were looked at, and how far it goes. */
export interface Stretch<Item> {
  items: readonly Item[];
  looked: number;
  /** Null where there was nothing. */
  reached: ScanPosition | null;
}

/** A scan and what is made of it. */
export interface Reading<Item, Row> {
  stretches: AsyncIterable<Stretch<Item>>;
  /** Null for an item that turns out to have nothing to show. */
  rowOf: (item: Item) => Row | null;
  positionOf: (item: Item) => ScanPosition;
}

export interface ScanPage<Row> {
  rows: Row[];
  next: string | null;
  scanned: number;
}

/** What one request looks at, and for how long: a filter that few rows pass goes on with the next page. */
const mostScanned = 250_000;
const mostMilliseconds = 10_000;
const rowsOfAnswer = 20_000;

/** Reads until a page is full, in number or in octets, or enough has been looked at. */
export async function pageOfScan<Item, Row>(
  { stretches, rowOf, positionOf }: Reading<Item, Row>,
  { page, extent }: Pick<EndpointRequest<never>, 'page' | 'extent'>,
  clock: Clock,
): Promise<ScanPage<Row>> {
  const limit = extent === 'page' ? page.limit : rowsOfAnswer;
  const end = clock.now() + mostMilliseconds;
  const room = new Room();
  const rows: Row[] = [];
  let scanned = 0;
  let reached: ScanPosition | null = null;
  for await (const stretch of stretches) {
    if (rows.length === limit && stretch.looked > 0) return { rows, next: nextAfter(reached), scanned };
    scanned += stretch.looked;
    for (const item of stretch.items) {
      const row = rowOf(item);
      if (row === null) continue;
      if (rows.length === limit || !room.takes(row)) return { rows, next: nextAfter(reached), scanned };
      rows.push(row);
      reached = positionOf(item);
    }
    reached = stretch.reached ?? reached;
    const isEnough = scanned >= mostScanned || clock.now() >= end;
    if (isEnough && reached !== null) return { rows, next: positionText(reached), scanned };
  }
  return { rows, next: null, scanned };
}

/** All rows, a stretch at a time. */
export async function* wholeScan<Item, Row>({ stretches, rowOf }: Reading<Item, Row>): AsyncGenerator<Row[]> {
  for await (const { items } of stretches) yield items.map(rowOf).filter((row) => row !== null);
}

const nextAfter = (reached: ScanPosition | null): string | null => reached && positionText(reached);
