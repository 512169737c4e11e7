import type { CommitState } from '#model/state.ts';
import { seqOf, tokenOf } from '#model/token.ts';
import { type Appended, appendToLog, type Seal, sealWrite } from '#rib/log/log.ts';
import { type LogCommit, readable, readLog, readRun } from '#rib/log/log-commit.ts';
import { lastOfEachRoute } from '#rib/log/segment.ts';
import type { LogRow, SegmentRow } from '#rib/rows/row.ts';
import type { Store } from '#rib/store/store.ts';
import { attributeSet, prefixOf } from './arbitraries.ts';

/** The log of a router as ingest writes it, with nothing derived. */

export const writtenAt = 1_700_000_000_000;
export const unicast = 'ipv4-unicast';

/** Of the log that a write is about. */
interface Target {
  routerId?: string;
  family?: string;
}

export const announce = (octet: number, seq: number, change: Partial<SegmentRow> = {}): SegmentRow => ({
  peerId: 'pe1~192.0.2.1',
  view: 'adj-rib-in-pre',
  nlri: prefixOf([10, octet, 0, 0], 16),
  token: tokenOf(1, seq),
  at: writtenAt,
  attributes: attributeSet(),
  ...change,
});

/** As a process does that derives a commit from these rows; `name` is its own. */
export function append(
  store: Store,
  rows: readonly SegmentRow[],
  name = 'a',
  { routerId = 'pe1', family = unicast }: Target = {},
): Promise<Appended> {
  const first = rows[0]?.token ?? tokenOf(1, 1);
  const placed = lastOfEachRoute(rows, family);
  return appendToLog(store, { routerId, family, rows: placed, repeats: null, first, name, now: writtenAt });
}

/** The commit of a version, which has applied up to and with a seq. */
export async function seal(
  store: Store,
  version: number,
  seq: number,
  said: Partial<Seal>,
  { routerId = 'pe1', family = unicast }: Target = {},
): Promise<void> {
  const times = { receivedAt: writtenAt + seq, committedAt: writtenAt };
  const state: CommitState = { routerId, version, applied: tokenOf(1, seq), ...times, logged: {} };
  await store.write([sealWrite(state, family, { items: [], repeats: [], marks: [], ...said })]);
}

export async function commit(
  store: Store,
  version: number,
  rows: readonly SegmentRow[],
  name = 'a',
  target: Target = {},
): Promise<void> {
  const last = rows.at(-1)?.token ?? tokenOf(1, 0);
  await seal(store, version, seqOf(last), await append(store, rows, name, target), target);
}

export const readWhole = async (commits: AsyncIterable<LogCommit>): Promise<readonly LogCommit[]> =>
  (await readRun(commits, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).commits;

export const log = (store: Store, family = unicast, after = ''): Promise<readonly LogCommit[]> =>
  readWhole(readLog(store, 'pe1', family, after));

export const rowsOf = (commits: readonly LogCommit[]): LogRow[] =>
  commits.flatMap(readable).flatMap((segment) => [...segment.rows()]);

export const seqsOf = (commits: readonly LogCommit[]): number[] => rowsOf(commits).map(({ token }) => seqOf(token));
