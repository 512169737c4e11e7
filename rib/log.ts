import type { FeedMark } from '#model/feed-mark.ts';
import { segmentKeys } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import type { SegmentRow } from './row.ts';
import { encodeSegment, lastOfEachRoute, type PlacedRow } from './segment.ts';
import type { Store, Stored, Write } from './store.ts';
import { queryAll } from './store.ts';

/** What one commit of ingest adds to the log of a router and family. */
export interface LogEntry {
  routerId: string;
  family: string;
  /**
   * Of the first row: the same rows again replace themselves, and the same stream cut elsewhere stands beside them, so that
   * a writer that comes too late takes nothing away.
   */
  first: Token;
  rows: readonly SegmentRow[];
  marks: readonly FeedMark[];
  /** Of the newest event of the commit, milliseconds since 1970. */
  receivedAt: number;
  /** Milliseconds since 1970, by the clock of who writes. */
  now: number;
}

/** How long a part of the log lies in the table, milliseconds: it has been merged into a base long before that. */
export const segmentLease = 14 * 24 * 3600 * 1000;

const marksAlone = 9_000;
const largestItem = 300_000;
const rowsPerPart = 16_384;

/** Writes the last row of each route, in parts that fit an item of the table. Answers how many octets. */
export async function appendToLog(store: Store, entry: LogEntry): Promise<number> {
  const { routerId, family, first, rows, marks, receivedAt, now } = entry;
  const last = [...rows, ...marks].reduce((highest, { token }) => (token > highest ? token : highest), first);
  const parts = packedParts(lastOfEachRoute(rows, family), marks);
  const ttl = Math.ceil((now + segmentLease) / 1000);
  // Marks alone may come without that anything was applied: they must not stand where the rows of `first` do.
  const firstPart = rows.length === 0 ? marksAlone : 0;
  const writes = parts.map((data, index): Write => {
    const part = firstPart + index;
    return { put: { key: segmentKeys.key(routerId, family, first, last, part), document: { data, receivedAt } }, ttl };
  });
  await store.write(writes);
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** The items of the log beyond a position (a token, or the sort key of an item), oldest first. */
export const queryLog = (store: Store, routerId: string, family: string, after?: string): AsyncGenerator<Stored> =>
  queryAll(store, segmentKeys.partition(routerId, family), after === undefined ? {} : { after });

function packedParts(rows: readonly PlacedRow[], marks: readonly FeedMark[]): Uint8Array[] {
  if (rows.length === 0) return marks.length === 0 ? [] : [encodeSegment([], marks)];
  const chunks = Math.ceil(rows.length / rowsPerPart);
  return Array.from({ length: chunks }, (_, index) => {
    const chunk = rows.slice(index * rowsPerPart, (index + 1) * rowsPerPart);
    return fittingParts(chunk, index === 0 ? marks : []);
  }).flat();
}

/** Halves until every part fits; a single row always does, as a BGP message holds at most 64 KB. */
function fittingParts(rows: readonly PlacedRow[], marks: readonly FeedMark[]): Uint8Array[] {
  const octets = encodeSegment(rows, marks);
  if (octets.length <= largestItem || rows.length === 1) return [octets];
  const middle = Math.ceil(rows.length / 2);
  return [...fittingParts(rows.slice(0, middle), marks), ...fittingParts(rows.slice(middle), [])];
}
