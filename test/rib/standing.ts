import { tokenOf } from '#model/token.ts';
import type { CommitMark } from '#rib/log/log-commit.ts';
import type { LogRow, StandingRow } from '#rib/rows/row.ts';
import { prefixOf } from './arbitraries.ts';

/** Rows and marks in few words, for tables of cases: tokens are of session 1, keys are letters, and at seq 7 it is 7.5 s. */

export const feed = 'pe1~192.0.2.1|adj-rib-in-pre';
export const nlri = prefixOf([10], 8);

/** A row of the log: brought by a commit, said at a seq. */
export const said = (version: number, seq: number, set: string | null, change: Partial<LogRow> = {}): LogRow => ({
  key: 'k',
  feed,
  nlri,
  token: tokenOf(1, seq),
  version,
  at: seq * 1000 + 500,
  set,
  ...change,
});

/** A row of a base. */
export const standing = (seq: number, set: string, change: Partial<StandingRow> = {}): StandingRow => ({
  key: 'k',
  feed,
  nlri,
  token: tokenOf(1, seq),
  firstSeen: 1,
  lastChanged: 2,
  set,
  ...change,
});

/** From the commit on, rows below the seq are hidden. */
export const hiding = (version: number, seq: number): CommitMark => ({
  peerId: 'pe1~192.0.2.1',
  view: 'adj-rib-in-pre',
  family: 'ipv4-unicast',
  token: tokenOf(1, seq),
  incarnation: tokenOf(1, seq),
  visibleFrom: tokenOf(1, seq),
  version,
});
