import type { FeedMark } from '#model/feed-mark.ts';
import { logKeys } from '#model/keys.ts';
import type { CommitState } from '#model/state.ts';
import type { Token } from '#model/token.ts';
import { DamageError } from '../octets/octets.ts';
import { packJson, unpackJson } from '../octets/packed-json.ts';
import type { Store, Write } from '../store/store.ts';
import { encodeRepeats, type Repeats } from './repeats.ts';
import { encodeSegment, type PlacedRow } from './segment.ts';

/** What one commit of ingest adds to the log of a router and family. */
export interface LogEntry {
  routerId: string;
  family: string;
  /** The last of each route, as they came. */
  rows: readonly PlacedRow[];
  repeats: Repeats | null;
  /** Of the first row. */
  first: Token;
  /** One that no other entry has. */
  name: string;
  /** Milliseconds since 1970, by the clock of who writes. */
  now: number;
}

/** What is in the log, and counts once a seal names it. */
export interface Appended {
  /** Sort keys of the items with rows, and with repeats. */
  items: string[];
  repeats: string[];
  octets: number;
}

/** What a seal says of a commit. */
export interface Seal {
  /** Rows. */
  items: readonly string[];
  /** Repeats of rows of base blocks. */
  repeats: readonly string[];
  marks: readonly FeedMark[];
}

/** How long a part of the log lies in the table, milliseconds: it has been merged into a base long before that. */
export const logLease = 14 * 24 * 3600 * 1000;

const largestItem = 300_000;
const rowsPerPart = 16_384;

/** Writes rows in parts that fit an item of the table. Nothing of it counts yet. */
export async function appendToLog(store: Store, entry: LogEntry): Promise<Appended> {
  const { routerId, family, rows, repeats, first, name, now } = entry;
  const ttl = expiryOf(now);
  const itemOf = (data: Uint8Array, part: string) => {
    const key = logKeys.rows(routerId, family, first, `${name}-${part}`);
    return { key, data, write: { put: { key, document: { data } }, ttl } };
  };
  const parts = packedParts(rows).map((data, part) => itemOf(data, String(part)));
  const repeated = repeats === null ? [] : [itemOf(encodeRepeats(repeats), 'repeats')];
  const all = [...parts, ...repeated];
  await store.write(all.map(({ write }) => write));
  return {
    items: parts.map(({ key }) => key.sk),
    repeats: repeated.map(({ key }) => key.sk),
    octets: all.reduce((sum, { data }) => sum + data.length, 0),
  };
}

/**
 * Makes what was appended count. Only who has won the commit writes it: what others appended, knowing too little, was in vain.
 */
export function sealWrite(commit: CommitState, family: string, seal: Seal): Write {
  const { routerId, applied, version, receivedAt, committedAt } = commit;
  const key = logKeys.seal(routerId, family, applied, version);
  return { put: { key, document: { version, receivedAt, packed: packJson(seal) } }, ttl: expiryOf(committedAt) };
}

/** @throws DamageError when it is not what `sealWrite` wrote. */
export function openSeal(packed: unknown): Seal {
  const { items, repeats, marks } = unpackedSeal(packed);
  if (![items, repeats, marks].every(Array.isArray)) throw new DamageError('a seal that does not say what it seals', 0);
  return { items, repeats, marks };
}

function unpackedSeal(packed: unknown): Seal {
  try {
    return unpackJson(String(packed)) as Seal;
  } catch {
    throw new DamageError('a seal that cannot be unpacked', 0);
  }
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
