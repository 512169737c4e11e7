import type { Block } from './block.ts';
import { fold } from './fold.ts';
import type { CommitMark } from './log-commit.ts';
import type { BlockEntry } from './manifest.ts';
import type { Groups } from './merge.ts';
import { DamageError } from './octets.ts';
import { comparePositions, type FeedKey, feedKey, type Position, type StandingRow } from './row.ts';
import type { PrefixFilter } from './segment.ts';

export type MarksByFeed = ReadonlyMap<FeedKey, readonly CommitMark[]>;

export const marksByFeed = (marks: Iterable<CommitMark>): MarksByFeed =>
  Map.groupBy(marks, ({ peerId, view }) => feedKey(peerId, view));

/** Rows of a block as its entry has them. @throws DamageError */
export function* standingRows(
  block: Block,
  { id, classes }: BlockEntry,
  filter?: PrefixFilter,
): Generator<StandingRow> {
  for (const { key, nlri, rowClass, firstSeen, lastChanged, set } of block.rows(filter)) {
    const known = classes[rowClass];
    if (known === undefined) throw new DamageError(`block ${id} has rows of class ${rowClass}`, 0);
    yield { key, feed: known.feed, nlri, token: known.token, firstSeen, lastChanged, set };
  }
}

/** The rows of a base with those of the log laid over them, up to a position: what stands, be it served or not. */
export function* overlaid(
  base: Iterable<StandingRow>,
  log: Groups,
  end: Position | null,
  marks: MarksByFeed,
): Generator<StandingRow> {
  for (const row of base) {
    let order = compareNext(log, row);
    if (order < 0) {
      yield* upTo(log, row, marks);
      order = compareNext(log, row);
    }
    const standing = order === 0 ? fold(row, log.take(), marks.get(row.feed) ?? none) : row;
    if (standing !== null) yield standing;
  }
  yield* upTo(log, end, marks);
}

const compareNext = ({ position }: Groups, row: Position): number =>
  position === null ? 1 : comparePositions(position, row);

/** What the log alone has, before the position. */
function* upTo(log: Groups, end: Position | null, marks: MarksByFeed): Generator<StandingRow> {
  for (let next = log.position; next !== null; next = log.position) {
    if (end !== null && comparePositions(next, end) >= 0) return;
    const standing = fold(null, log.take(), marks.get(next.feed) ?? none);
    if (standing !== null) yield standing;
  }
}

const none: readonly CommitMark[] = [];
