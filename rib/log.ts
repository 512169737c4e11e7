import type { FeedMark } from '#model/feed-mark.ts';
import { logKeys } from '#model/keys.ts';
import type { CommitState } from '#model/state.ts';
import type { Token } from '#model/token.ts';
import { packJson } from './packed-json.ts';
import type { SegmentRow } from './row.ts';
import { encodeSegment, lastOfEachRoute, type PlacedRow } from './segment.ts';
import type { Store, Write } from './store.ts';

/** What one commit of ingest adds to the log of a router and family. */
export interface LogEntry {
  routerId: string;
  family: string;
  rows: readonly SegmentRow[];
  /** One that no other entry has. */
  name: string;
  /** Milliseconds since 1970, by the clock of who writes. */
  now: number;
}

/** What is in the log, and counts once a seal names it. */
export interface Appended {
  /** Sort keys of the items. */
  items: string[];
  octets: number;
}

/** What a seal says of a commit. */
export interface Seal {
  items: readonly string[];
  marks: readonly FeedMark[];
}

/** How long a part of the log lies in the table, milliseconds: it has been merged into a base long before that. */
export const logLease = 14 * 24 * 3600 * 1000;

const largestItem = 300_000;
const rowsPerPart = 16_384;

/** Writes the last row of each route, in parts that fit an item of the table. Nothing of it counts yet. */
export async function appendToLog(store: Store, { routerId, family, rows, name, now }: LogEntry): Promise<Appended> {
  const [first] = rows;
  if (first === undefined) return { items: [], octets: 0 };
  const parts = packedParts(lastOfEachRoute(rows, family));
  const keys = parts.map((_, part) => logKeys.rows(routerId, family, first.token, `${name}-${part}`));
  const ttl = expiryOf(now);
  await store.write(keys.map((key, part): Write => ({ put: { key, document: { data: parts[part] } }, ttl })));
  return { items: keys.map(({ sk }) => sk), octets: parts.reduce((sum, { length }) => sum + length, 0) };
}

/**
 * Makes what was appended count. Only who has won the commit writes it: what others appended, knowing too little, was in vain.
 */
export function sealWrite(commit: CommitState, family: string, seal: Seal): Write {
  const { routerId, applied, version, receivedAt, committedAt } = commit;
  const key = logKeys.seal(routerId, family, applied, version);
  return { put: { key, document: { version, receivedAt, packed: packJson(seal) } }, ttl: expiryOf(committedAt) };
}

const expiryOf = (now: number): number => Math.ceil((now + logLease) / 1000);

/** Where the log goes on behind a commit. */
export const behindCommit = (routerId: string, family: string, applied: Token, version: number): string =>
  logKeys.seal(routerId, family, applied, version).sk;

/** In the order in which they came, so that what shares a set of attributes lies together. */
function packedParts(rows: readonly PlacedRow[]): Uint8Array[] {
  const chunks = Math.ceil(rows.length / rowsPerPart);
  return Array.from({ length: chunks }, (_, index) =>
    fittingParts(rows.slice(index * rowsPerPart, (index + 1) * rowsPerPart)),
  ).flat();
}

/** Halves until every part fits; a single row always does, as a BGP message holds at most 64 KB. */
function fittingParts(rows: readonly PlacedRow[]): Uint8Array[] {
  const octets = encodeSegment(rows);
  if (octets.length <= largestItem || rows.length === 1) return [octets];
  const middle = Math.ceil(rows.length / 2);
  return [...fittingParts(rows.slice(0, middle)), ...fittingParts(rows.slice(middle))];
}
