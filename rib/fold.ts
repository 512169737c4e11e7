import type { FeedMark } from '#model/feed-mark.ts';
import type { Token } from '#model/token.ts';
import type { LogRow, StandingRow } from './row.ts';

/**
 * What the rows of one route in one feed come to, the newest last; null when it was withdrawn. Marks are the feed's, in any order.
 * A route that was hidden in between, by a Peer Down or because a dump ended without it, is new when it comes again.
 */
export function fold(
  base: StandingRow | null,
  rows: readonly LogRow[],
  marks: readonly FeedMark[],
): StandingRow | null {
  return rows.reduce<StandingRow | null>((before, row) => {
    if (row.set === null) return null;
    const at = Math.floor(row.at / 1000);
    const known = before !== null && !wasHidden(before.token, row.token, marks) ? before : null;
    return {
      key: row.key,
      feed: row.feed,
      nlri: row.nlri,
      token: row.token,
      set: row.set,
      firstSeen: known?.firstSeen ?? at,
      lastChanged: known?.set === row.set ? known.lastChanged : at,
    };
  }, base);
}

/** Whether a row of token `from` had been hidden before `to`. */
const wasHidden = (from: Token, to: Token, marks: readonly FeedMark[]): boolean =>
  marks.some(({ token, visibleFrom }) => from <= token && token < to && from < visibleFrom);
