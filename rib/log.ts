import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { segmentKeys } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import { groupByRoute } from './row.ts';
import { encodeSegment, Segment, SegmentError, type SegmentRow } from './segment.ts';
import { queryAll, type Store, type Stored } from './store.ts';

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
}

const largestItem = 300_000;
const largestSegment = 16 * 1024 * 1024;
const rowsPerPart = 16_384;

/** Writes the last row of each route, in parts that fit an item of the table. */
export async function appendToLog(store: Store, { routerId, family, first, rows }: LogEntry): Promise<void> {
  const data = inChunks(lastOfEachRoute(rows, family), rowsPerPart).flatMap(compressedParts);
  const last = rows.reduce((highest, { token }) => (token > highest ? token : highest), first);
  const puts = data.map((octets, part) => ({
    put: { key: segmentKeys.key(routerId, family, first, last, part), document: { data: octets } },
  }));
  await store.write(puts);
}

/** The items of the log beyond a position (the sort key of one), oldest first. */
export const queryLog = (store: Store, routerId: string, family: string, after?: string): AsyncGenerator<Stored> =>
  queryAll(store, segmentKeys.partition(routerId, family), after === undefined ? {} : { after });

/** @throws SegmentError when the item is not what `appendToLog` wrote. */
export function segmentOf({ document }: Stored): Segment {
  if (!(document.data instanceof Uint8Array)) throw new SegmentError('no data', 0);
  return new Segment(decompressed(document.data));
}

const lastOfEachRoute = (rows: readonly SegmentRow[], family: string): SegmentRow[] =>
  groupByRoute(rows, family).map((ofRoute) => ofRoute.reduce((last, row) => (row.token >= last.token ? row : last)));

function inChunks(rows: readonly SegmentRow[], size: number): SegmentRow[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

/** Halves until every part fits; a single row always does, as a BGP message holds at most 64 KB. */
function compressedParts(rows: SegmentRow[]): Uint8Array[] {
  const octets = zstdCompressSync(encodeSegment(rows));
  if (octets.length <= largestItem || rows.length === 1) return [octets];
  const middle = Math.ceil(rows.length / 2);
  return [...compressedParts(rows.slice(0, middle)), ...compressedParts(rows.slice(middle))];
}

/** A plain array: what is cut out of a Buffer by `slice` is no copy, and would keep the whole segment in memory. */
function decompressed(data: Uint8Array): Uint8Array {
  try {
    const { buffer, byteOffset, length } = zstdDecompressSync(data, { maxOutputLength: largestSegment });
    return new Uint8Array(buffer, byteOffset, length);
  } catch {
    throw new SegmentError('cannot be decompressed', 0);
  }
}
