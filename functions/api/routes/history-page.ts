import type { DatedChange, History } from '#rib/read/history.ts';
import { foreignPosition } from './scan-position.ts';

/**
 * Where a history goes on: told anew from how things stood at `from`, behind the change named. So a page needs nothing of the one
 * before it.
 */
export interface HistoryPosition {
  from: number;
  /** Null: from the first on. */
  behind: ChangePosition | null;
}

/** The place of a change among those of all routers. */
interface ChangePosition {
  time: number;
  routerId: string;
  version: number;
  /** Of those of one commit, which: from 0. */
  index: number;
}

export interface PlacedChange extends DatedChange {
  position: ChangePosition;
}

/** The histories of several routers in one order, as far as all of them go. */
export function mergedHistory(histories: readonly History[]): { changes: PlacedChange[]; until: number | null } {
  const ends = histories.flatMap(({ until }) => until ?? []);
  const until = ends.length === 0 ? null : Math.min(...ends);
  const changes = histories
    .flatMap((history) => placed(history.changes))
    .filter(({ receivedAt }) => until === null || receivedAt <= until)
    .toSorted(({ position: a }, { position: b }) => a.time - b.time || compareText(a.routerId, b.routerId));
  return { changes, until };
}

/** By commits: those of one router are as it said them, though its clock may have gone back, and the same from wherever one begins. */
function placed(changes: readonly DatedChange[]): PlacedChange[] {
  let index = 0;
  return changes.map((change, place) => {
    const { receivedAt: time, routerId, version } = change;
    index = changes[place - 1]?.version === version ? index + 1 : 0;
    return { ...change, position: { time, routerId, version, index } };
  });
}

export function isBehind(a: ChangePosition, b: ChangePosition): boolean {
  const order = a.time - b.time || compareText(a.routerId, b.routerId) || a.version - b.version;
  return order > 0 || (order === 0 && a.index > b.index);
}

/** Where to go on once the first of the changes have been shown; from as late as can be, so that little is told again. */
export function positionBehind(
  changes: readonly PlacedChange[],
  shown: number,
  { from, until }: { from: number; until: number | null },
): HistoryPosition | null {
  const left = changes.slice(shown);
  if (left.length === 0) return until === null ? null : { from: until, behind: null };
  const earliest = left.reduce((least, { receivedAt }) => Math.min(least, receivedAt), Number.POSITIVE_INFINITY);
  return { from: Math.max(from, earliest - 1), behind: changes[shown - 1]?.position ?? null };
}

export const historyPositionText = ({ from, behind }: HistoryPosition): string =>
  JSON.stringify(behind === null ? [from] : [from, behind.time, behind.routerId, behind.version, behind.index]);

/** The inverse. @throws Problem 410 */
export function parseHistoryPosition(text: string): HistoryPosition {
  const [from, time, routerId, version, index]: unknown[] = JSON.parse(text);
  if (typeof from !== 'number') throw foreignPosition();
  if (time === undefined) return { from, behind: null };
  if (typeof time !== 'number' || typeof routerId !== 'string') throw foreignPosition();
  if (typeof version !== 'number' || typeof index !== 'number') throw foreignPosition();
  return { from, behind: { time, routerId, version, index } };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
