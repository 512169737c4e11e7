import { canaryAbsence, canaryRouterId } from '#model/canary.ts';
import { kinds } from '#model/keys.ts';
import { isBeating } from '#model/liveness.ts';
import { type PartitionKey, partitionKeys } from '#model/partition.ts';
import type { StreamEvent } from '#model/record.ts';
import { encodeRecord } from '#model/record-codec.ts';
import type { ClaimState, RouterState } from '#model/state.ts';
import type { Timings } from '#model/timings.ts';
import { seqOf, sessionOf } from '#model/token.ts';
import { readAll, readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { currentRulesVersion } from '../current-rules-version.ts';
import { readRouter } from '../router-document.ts';

export interface SweepDependencies {
  store: Store;
  /** The stream that ingest reads. */
  stream: { put(partitionKey: string, data: Uint8Array): Promise<void> };
  timings: Timings;
  now: () => number;
}

export interface SweepResult {
  /** Keys of the routers, or partitions of them, to which it said so. */
  stale: string[];
  expired: string[];
  /** That there is another version of the rules. */
  told: string[];
}

/**
 * What follows from a router's absence. It reads who holds a connection and tells ingest through the stream, so that one
 * process alone writes a router's state. Saying the same again, or too late, changes nothing.
 */
export function createSweep({ store, stream, timings, now }: SweepDependencies): { run(): Promise<SweepResult> } {
  const put = async (key: PartitionKey, { session }: RouterState, event: StreamEvent): Promise<void> => {
    const header = { routerId: key, session: session.id, firstSeq: 0, lastSeq: 0, collectorId: 'sweep' };
    await stream.put(key, encodeRecord({ ...header, peers: [], feeds: [], attributeSets: [], events: [event] }));
  };

  const say = async (key: PartitionKey, router: RouterState, kind: Conclusion, at: number): Promise<void> => {
    const reason = router.session.terminationReason ?? 'connection lost, no word from the collector';
    const afterSeq = await lastSeqOf(store, key, router.session.id);
    await put(key, router, { kind, seq: 0, receivedAt: at, reason, afterSeq });
  };

  /** Each router that is derived by other rules than those that count; again each time, until it has taken them. */
  const tellRules = async (at: number): Promise<string[]> => {
    const version = await currentRulesVersion(store);
    const told: string[] = [];
    for (const first of await readAll(store, 'router')) {
      for (const key of partitionKeys(first.id, first.partitions)) {
        const router = key === first.id ? first : await readRouter(store, key);
        if (router === undefined || router.rulesVersion >= version) continue;
        await put(key, router, { kind: 'rules-changed', seq: 0, receivedAt: at, version });
        told.push(key);
      }
    }
    return told;
  };

  const run = async (): Promise<SweepResult> => {
    const at = now();
    const result: SweepResult = { stale: [], expired: [], told: [] };
    const listeningSince = await stationListeningSince(store, at, timings);
    for (const claim of await readAll(store, 'claim')) {
      const lostAt = absentSince(claim, at, timings);
      if (lostAt === null) continue;
      const seconds = (at - Math.max(lostAt, listeningSince)) / 1000 - usualAbsence(claim);
      // One partition may be behind another: each is told what it does not know yet.
      for (const key of partitionKeys(claim.routerId, claim.partitions)) {
        const router = await readRouter(store, key);
        // Ingest has not caught up with the session, or another one is current.
        if (router?.session.id !== claim.session) continue;
        if (seconds >= timings.lostAfter && router.session.state !== 'down') {
          await say(key, router, 'session-expired', at);
          result.expired.push(key);
        } else if (seconds >= timings.staleAfter && router.session.state === 'up') {
          await say(key, router, 'session-stale', at);
          result.stale.push(key);
        }
      }
    }
    return { ...result, told: await tellRules(at) };
  };
  return { run };
}

type Conclusion = 'session-stale' | 'session-expired';

/** How far ingest has come with a session in a partition. */
async function lastSeqOf(store: Store, key: PartitionKey, session: number): Promise<number> {
  const commit = await readOne(store, 'head', kinds.head.key(key));
  return commit && sessionOf(commit.applied) === session ? seqOf(commit.applied) : 0;
}

const usualAbsence = ({ routerId }: ClaimState): number => (routerId === canaryRouterId ? canaryAbsence : 0);

/** Null while a collector holds the connection. */
function absentSince(claim: ClaimState, now: number, timings: Timings): number | null {
  if (!claim.open) return claim.closedAt ?? claim.heartbeatAt;
  return isBeating(claim, now, timings) ? null : claim.heartbeatAt;
}

/** No router is to blame for the time in which no collector listened. 0 when none does. */
async function stationListeningSince(store: Store, now: number, timings: Timings): Promise<number> {
  const collectors = await readAll(store, 'collector');
  const alive = collectors.filter((collector) => isBeating(collector, now, timings));
  return alive.length === 0 ? 0 : Math.min(...alive.map(({ startedAt }) => startedAt));
}
