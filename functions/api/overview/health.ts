import type { Health } from '#model/api-rows.ts';
import { isBeating } from '#model/liveness.ts';
import { partitionKeys } from '#model/partition.ts';
import type { ClaimState, CollectorState, CommitState, RouterState } from '#model/state.ts';

export interface Standing {
  routers: readonly RouterState[];
  claims: readonly ClaimState[];
  commits: readonly CommitState[];
  collectors: readonly CollectorState[];
}

/** A connected router's heartbeat enters the stream this often, so nothing older can be waiting unseen. */
const heartbeatMilliseconds = 60_000;
/** The heartbeat in the claim and the one in the stream are written a moment apart. */
const heartbeatSlack = 2_000;

export function healthOf(
  { routers, claims, commits, collectors }: Standing,
  now: number,
  maxLagSeconds: number,
): Health {
  const commitOf = new Map(commits.map((commit) => [commit.routerId, commit]));
  const live = claims.filter((claim) => claim.open && isBeating(claim, now));
  const lags = live.flatMap((claim) =>
    partitionKeys(claim.routerId, claim.partitions).map((key) => lagOf(claim, commitOf.get(key), now)),
  );
  const ingestLagSeconds = Math.round(Math.max(0, ...lags)) / 1000;
  return {
    status: ingestLagSeconds > maxLagSeconds ? 'lagging' : 'ok',
    ingestLagSeconds,
    routersUp: routers.filter(({ session }) => session.state === 'up').length,
    collectorsUp: collectors.filter((collector) => isBeating(collector, now)).length,
  };
}

/** Milliseconds: what the newest commit took, or how long the oldest thing that is surely in the stream has waited. */
function lagOf(claim: ClaimState, commit: CommitState | undefined, now: number): number {
  const receivedAt = Math.max(commit?.receivedAt ?? 0, claim.openedAt);
  const taken = commit ? commit.committedAt - commit.receivedAt : 0;
  if (claim.heartbeatAt <= receivedAt + heartbeatSlack) return taken;
  return Math.max(taken, now - claim.heartbeatAt, now - receivedAt - heartbeatMilliseconds);
}
