import type { Block } from '../base/block.ts';
import type { BlockEntry } from '../base/manifest.ts';
import type { CommitMark } from '../log/log-commit.ts';
import { type CommitRepeats, RepeatedRows } from '../log/repeats.ts';
import type { PrefixFilter } from '../log/segment.ts';
import { DamageError } from '../octets/octets.ts';
import { fold } from './fold.ts';
import type { Groups } from './merge.ts';
import { comparePositions, type FeedKey, feedKey, type LogRow, type Position, type StandingRow } from './row.ts';

export type MarksByFeed = ReadonlyMap<FeedKey, readonly CommitMark[]>;

export const marksByFeed = (marks: Iterable<CommitMark>): MarksByFeed =>
  Map.groupBy(marks, ({ peerId, view }) => feedKey(peerId, view));

/** A row of a base, and what commits said again of it. */
export type BaseRow = [row: StandingRow, repeated: readonly LogRow[]];

/** Rows of a block as its entry has them. @throws DamageError */
export function* baseRows(
  block: Block,
  { id, classes }: BlockEntry,
  repeats: readonly CommitRepeats[],
  filter?: PrefixFilter,
): Generator<BaseRow> {
  const repeated = repeats.length > 0 ? new RepeatedRows(repeats) : null;
  for (const { place, key, nlri, rowClass, firstSeen, lastChanged, set } of block.rows(filter)) {
    const known = classes[rowClass];
    if (known === undefined) throw new DamageError(`block ${id} has rows of class ${rowClass}`, 0);
    const row = { key, feed: known.feed, nlri, token: known.token, firstSeen, lastChanged, set };
    yield [row, repeated?.of(place, row) ?? noRows];
  }
}

/** The rows of a base with those of the log laid over them, up to a position: what stands, be it served or not. */
export function* overlaid(
  base: Iterable<BaseRow>,
  log: Groups,
  end: Position | null,
  marks: MarksByFeed,
): Generator<StandingRow> {
  for (const [row, repeated] of base) {
    let order = compareNext(log, row);
    if (order < 0) {
      yield* upTo(log, row, marks);
      order = compareNext(log, row);
    }
    const said = order === 0 ? inOrder(repeated, log.take()) : repeated;
    const standing = said.length > 0 ? fold(row, said, marks.get(row.feed) ?? none) : row;
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

function inOrder(repeated: readonly LogRow[], rows: readonly LogRow[]): readonly LogRow[] {
  return repeated.length === 0 ? rows : [...repeated, ...rows].sort((a, b) => a.version - b.version);
}

const none: readonly CommitMark[] = [];
const noRows: readonly LogRow[] = [];
