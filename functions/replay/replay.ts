import { setTimeout as sleep } from 'node:timers/promises';
import type { PartitionKey } from '#model/partition.ts';
import type { Store } from '#rib/store/store.ts';
import { mapAtOnce } from '../at-once.ts';
import type { FailureStore } from './failure-store.ts';
import type { StreamWriter } from './stream-writer.ts';
import { judged, recordsOf, type Survey, survey } from './survey.ts';
import type { Judged, Verdict } from './verdict.ts';

export interface ReplayProps {
  failures: FailureStore;
  store: Store;
  stream: StreamWriter;
  /** Of these failures; null: of all. */
  names: readonly string[] | null;
  /** Judges, and changes nothing. */
  dryRun: boolean;
  /** How long ingest may take to come to what was put back, seconds. */
  waitSeconds: number;
}

export interface ReplayResult {
  routers: { key: PartitionKey; records: Partial<Record<Verdict, number>> }[];
  /** Records that were put back. */
  put: number;
  /** Failures that need not be looked at again, and those that were left as they are. */
  settled: string[];
  left: string[];
  unusable: Survey['unusable'];
}

const routersAtOnce = 8;
const pollMilliseconds = 500;
/** What is so of a record needs no further look at it. */
const healed: readonly Verdict[] = ['taken', 'superseded', 'unreadable'];

/** Puts back into the stream what ingest gave up on and is not too late, and says of each router what came of it. Can be run again at any time. */
export async function replay(props: ReplayProps): Promise<ReplayResult> {
  const { failures, store, dryRun } = props;
  const found = await survey(failures, props.names ?? (await failures.list()));
  const keys = [...found.spans.keys()];
  const before = await judgedAll(store, found);
  const put = dryRun ? 0 : await putBack(props, found, before);
  const after = put === 0 ? before : await settledVerdicts(props, found, keys);
  const settled = dryRun ? [] : found.names.filter((name) => isHealed(name, found, after));
  for (const name of settled) await failures.settle(name);
  const left = [...found.names, ...found.unusable.map(({ name }) => name)].filter((name) => !settled.includes(name));
  const routers = [...after].map(([key, records]) => ({ key, records: countsOf(records) }));
  return { routers, put, settled, left, unusable: found.unusable };
}

type JudgedRouters = ReadonlyMap<PartitionKey, readonly Judged[]>;

async function judgedAll(store: Store, { spans }: Survey): Promise<JudgedRouters> {
  const keys = [...spans.keys()];
  const all = await mapAtOnce(keys, routersAtOnce, async (key) => [key, await judged(store, key, spans)] as const);
  return new Map(all);
}

/** Those of a router one after another, in the order in which they had been in the stream. */
async function putBack({ failures, stream }: ReplayProps, { names }: Survey, routers: JudgedRouters): Promise<number> {
  const wanted = new Set<bigint>();
  for (const records of routers.values())
    for (const { span, verdict } of records)
      if (verdict === 'replay' || verdict === 'unreadable') wanted.add(span.sequenceNumber);
  let put = 0;
  for (const name of names) {
    const records = await recordsOf(failures, name);
    const due = records.filter(({ sequenceNumber }) => wanted.delete(sequenceNumber));
    await mapAtOnce(Map.groupBy(due, ({ partitionKey }) => partitionKey).values(), routersAtOnce, async (ofRouter) => {
      for (const { partitionKey, data } of ofRouter) await stream.put(partitionKey, data);
    });
    put += due.length;
  }
  return put;
}

/** Once ingest has come to all that was put back, or has had its time. */
async function settledVerdicts(
  { store, waitSeconds }: ReplayProps,
  found: Survey,
  keys: readonly PartitionKey[],
): Promise<JudgedRouters> {
  const until = performance.now() + waitSeconds * 1000;
  for (;;) {
    const routers = await judgedAll(store, found);
    const isWaiting = keys.some((key) => routers.get(key)?.some(({ verdict }) => verdict === 'replay'));
    if (!isWaiting || performance.now() >= until) return routers;
    await sleep(pollMilliseconds);
  }
}

function isHealed(name: string, { foundIn }: Survey, routers: JudgedRouters): boolean {
  for (const records of routers.values()) {
    const inIt = records.filter(({ span }) => foundIn.get(span.sequenceNumber)?.includes(name));
    if (inIt.some(({ verdict }) => !healed.includes(verdict))) return false;
  }
  return true;
}

function countsOf(records: readonly Judged[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of records) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
