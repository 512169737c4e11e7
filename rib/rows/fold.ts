import type { CommitMark } from '../log/log-commit.ts';
import { saysTheSame } from './announced.ts';
import type { LogRow, StandingRow } from './row.ts';

/**
 * What the rows of one route in one feed come to, the newest last; null when it was withdrawn. Marks are the feed's, in any
 * order. A route that a commit left hidden, as its peer went down or a dump ended without it, is new when it comes again;
 * what came and went within one commit has left no trace.
 */
export function fold(
  base: StandingRow | null,
  rows: readonly LogRow[],
  marks: readonly CommitMark[],
): StandingRow | null {
  let standing = base;
  let version = 0;
  for (const row of rows) {
    standing = row.set === null ? null : announced(standing, version, { ...row, set: row.set }, marks);
    version = row.version;
  }
  return standing;
}

function announced(
  before: StandingRow | null,
  version: number,
  { key, feed, nlri, token, set, at, version: now }: LogRow & { set: string },
  marks: readonly CommitMark[],
): StandingRow {
  const seconds = Math.floor(at / 1000);
  const wasHidden =
    before !== null &&
    marks.some((mark) => version <= mark.version && mark.version < now && before.token < mark.visibleFrom);
  const known = wasHidden ? null : before;
  return {
    key,
    feed,
    nlri,
    token,
    set,
    firstSeen: known?.firstSeen ?? seconds,
    lastChanged: known && saysTheSame(known, { nlri, set }) ? known.lastChanged : seconds,
  };
}
