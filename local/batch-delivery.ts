import { setTimeout as sleep } from 'node:timers/promises';
import { type EventOrigin, kinesisEvent, type StreamHandler } from './kinesis-event.ts';
import type { ArrivedRecord } from './shard-reader.ts';

/** Error handling of an event source mapping, by the names AWS gives it. */
export interface DeliveryRules {
  /** A partial batch response moves the checkpoint to the first failed record. Off: any answer is a success. */
  reportBatchItemFailures: boolean;
  bisectBatchOnFunctionError: boolean;
  /** Retries before the records go to the on-failure destination; -1 is without end. Splitting does not count. */
  maximumRetryAttempts: number;
  /** Pause before a retry, milliseconds: doubled each time, from the first to the longest. */
  retryPause: { first: number; longest: number };
}

export interface DiscardedBatch {
  origin: EventOrigin;
  records: readonly ArrivedRecord[];
  invocations: number;
  error: string;
}

export interface DeliveryTarget {
  handler: StreamHandler;
  origin: EventOrigin;
  /** Called with the last sequence number that is done with. */
  checkpoint: (sequenceNumber: string) => Promise<void>;
  /** The on-failure destination. */
  discard: (batch: DiscardedBatch) => Promise<void>;
  /** Told of every failed invocation. */
  onError: (error: string, records: readonly ArrivedRecord[]) => void;
  stopped: AbortSignal;
}

/** What is still to be delivered, and how often its like has failed. */
interface Part {
  records: readonly ArrivedRecord[];
  retries: number;
  invocations: number;
}

interface Outcome {
  /** Index of the first failed record; the number of records where all is well. */
  failedAt: number;
  /** Null where the handler answered with a partial batch response. */
  thrown: string | null;
}

/** Delivers a batch in order until every record of it is processed, discarded, or the signal says stop. */
export async function deliverBatch(
  records: readonly ArrivedRecord[],
  rules: DeliveryRules,
  target: DeliveryTarget,
): Promise<void> {
  const parts: Part[] = [{ records, retries: 0, invocations: 0 }];
  while (!target.stopped.aborted) {
    const part = parts.shift();
    if (part === undefined) return;
    parts.unshift(...(await deliverPart(part, rules, target)));
  }
}

/** Invokes once, moves the checkpoint over what succeeded, and answers what is left to do. */
async function deliverPart(part: Part, rules: DeliveryRules, target: DeliveryTarget): Promise<Part[]> {
  const outcome = await invoke(part.records, rules, target);
  const lastDone = part.records[outcome.failedAt - 1];
  if (lastDone) await target.checkpoint(lastDone.sequenceNumber);
  const left = part.records.slice(outcome.failedAt);
  if (left.length === 0) return [];
  const error = outcome.thrown ?? 'batchItemFailures';
  target.onError(error, left);
  return await afterFailure({ ...part, records: left, invocations: part.invocations + 1 }, outcome, rules, target);
}

async function afterFailure(
  part: Part,
  outcome: Outcome,
  rules: DeliveryRules,
  target: DeliveryTarget,
): Promise<Part[]> {
  if (rules.bisectBatchOnFunctionError && outcome.thrown !== null && part.records.length > 1) return halves(part);
  if (rules.bisectBatchOnFunctionError && outcome.failedAt > 0) return [part];
  if (rules.maximumRetryAttempts >= 0 && part.retries >= rules.maximumRetryAttempts) {
    await discard(part, outcome, target);
    return [];
  }
  await pause(part.retries, rules, target.stopped);
  return [{ ...part, retries: part.retries + 1 }];
}

function halves(part: Part): Part[] {
  const middle = Math.ceil(part.records.length / 2);
  return [
    { ...part, records: part.records.slice(0, middle) },
    { ...part, records: part.records.slice(middle) },
  ];
}

async function discard({ records, invocations }: Part, { thrown }: Outcome, target: DeliveryTarget): Promise<void> {
  const error = thrown ?? 'batchItemFailures';
  await target.discard({ origin: target.origin, records, invocations, error });
  const last = records.at(-1);
  if (last) await target.checkpoint(last.sequenceNumber);
}

async function invoke(
  records: readonly ArrivedRecord[],
  rules: DeliveryRules,
  { handler, origin }: DeliveryTarget,
): Promise<Outcome> {
  try {
    const response = await handler(kinesisEvent(records, origin));
    const failures = rules.reportBatchItemFailures ? (response?.batchItemFailures ?? []) : [];
    return { failedAt: firstFailed(records, failures), thrown: null };
  } catch (error) {
    return { failedAt: 0, thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The lowest sequence number reported wins. One that is empty, missing or of another batch fails the whole batch. */
function firstFailed(records: readonly ArrivedRecord[], failures: readonly { itemIdentifier: string }[]): number {
  const positions = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
  );
  return Math.max(0, Math.min(records.length, ...positions));
}

async function pause(retries: number, { retryPause }: DeliveryRules, signal: AbortSignal): Promise<void> {
  const milliseconds = Math.min(retryPause.longest, retryPause.first * 2 ** retries);
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
