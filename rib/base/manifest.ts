import type { HeadFeed } from '#model/state.ts';
import type { Token } from '#model/token.ts';
import { comparePositions, type FeedKey, type Position } from '../rows/row.ts';

/** Which blocks are the base of a router and family, and what of the log they hold. */
export interface Manifest {
  /** Of the manifests of this base: 1, 2, 3 and on. */
  generation: number;
  /** Everything that was applied up to and with this token, by this commit, is in the base. */
  covered: Token;
  version: number;
  /** What the base shows is what was served from this time on, by the stream's clock; milliseconds since 1970. */
  asOf: number;
  /** When it was made, milliseconds since 1970. */
  madeAt: number;
  /** Octets ever added to the log, as far as it is covered. */
  logged: number;
  /** The feeds as they were when everything covered had been said. */
  feeds: ReadonlyMap<FeedKey, FeedVisibility>;
  /** In the order of their first rows. */
  entries: readonly BlockEntry[];
  /**
   * The rows with which the first block begins where they are of the default route, as a block: most addresses that nothing else
   * covers are covered by it. Null where it has none, or many.
   */
  defaultRows: Uint8Array | null;
  damages: readonly Damage[];
}

/** Which rows of a feed are served, and which of these as stale. */
export type FeedVisibility = Pick<HeadFeed, 'incarnation' | 'visibleFrom'>;

/** A block and what can be known of it without reading it. */
export interface BlockEntry {
  id: string;
  first: Position;
  /** Lengths of the prefixes that cover the first row's and have rows before it, shortest first. */
  covers: readonly number[];
  rows: number;
  octets: number;
  /** Whole seconds since 1970. */
  writtenAt: number;
  /** By the rows' `rowClass`. */
  classes: readonly RowClass[];
}

export interface RowClass {
  feed: FeedKey;
  /** Hides and shows the rows of this class just as their own tokens would. */
  token: Token;
  rows: number;
}

/** A part of the base whose rows, as of the token, could not be read: it lacks them until its feeds have been dumped anew. */
export interface Damage {
  first: Position;
  /** Null: to the end. */
  end: Position | null;
  token: Token;
}

/** Index of the last entry that begins at or before the position; -1 where all begin behind it. */
export function floorEntry(entries: readonly BlockEntry[], position: Position): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && comparePositions(entry.first, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
