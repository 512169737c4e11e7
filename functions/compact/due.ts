import { blockLease } from '#rib/base/compaction.ts';
import type { Manifest } from '#rib/base/manifest.ts';
import type { RouterHead } from '#rib/rows/head.ts';

/** When the log of a router and family is merged into its base. */
export interface CompactionPolicy {
  /** Octets of the log below which it may wait. */
  leastLog: number;
  /** A log of this share of the base is merged: a smaller one makes for less to lay over, a larger one for fewer writes. */
  shareOfBase: number;
  /** The same while a dump is on: its rows come in no order, so each of several merges would write most of the base. */
  leastLogInDump: number;
  shareOfBaseInDump: number;
  /** A log of any size is merged after this, milliseconds. */
  longestWait: number;
}

export const defaultPolicy: CompactionPolicy = {
  leastLog: 128 * 1024,
  shareOfBase: 0.2,
  leastLogInDump: 32 * 1024 * 1024,
  shareOfBaseInDump: 1,
  longestWait: 3_600_000,
};

export type Reason = 'first' | 'size' | 'age' | 'lease' | 'damage';

/** Why a compaction is due, or null. */
export function reasonToCompact(
  head: RouterHead,
  family: string,
  manifest: Manifest | null,
  now: number,
  policy: CompactionPolicy,
): Reason | null {
  const log = (head.logged[family] ?? 0) - (manifest?.logged ?? 0);
  const learning = [...head.peers.values()].some(({ feeds }) =>
    feeds.some((feed) => feed.family === family && feed.state === 'learning'),
  );
  if (manifest === null) {
    const isOver = !learning || log >= policy.leastLogInDump || now - head.committedAt >= policy.longestWait;
    return log > 0 && isOver ? 'first' : null;
  }
  const base = manifest.entries.reduce((sum, { octets }) => sum + octets, 0);
  const enough = learning
    ? Math.max(policy.leastLogInDump, base * policy.shareOfBaseInDump)
    : Math.max(policy.leastLog, base * policy.shareOfBase);
  if (log >= enough) return 'size';
  if (log > 0 && now - manifest.madeAt >= policy.longestWait) return 'age';
  const oldest = Math.min(...manifest.entries.map(({ writtenAt }) => writtenAt * 1000));
  return now - oldest > blockLease / 2 ? 'lease' : null;
}
