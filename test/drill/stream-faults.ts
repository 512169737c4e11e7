import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../fuzz/random.ts';
import { type Fault, refusal } from './fault-proxy.ts';
import type { Injected } from './injected.ts';
import { entriesOf, octetsOf, putPartly, shardOf } from './stream-calls.ts';
import { TokenBucket } from './token-bucket.ts';

/** Of a shard of Kinesis, a second. */
const shardOctets = 1_048_576;
const shardRecords = 1000;

export const throughputExceeded = 'ProvisionedThroughputExceededException';
export const internalFailure = 'InternalFailure';
export const answersLost = 'answers lost';

/** Every shard takes this part of what one takes, and refuses the rest record by record. */
export function throttledStream(part: number, injected: Injected): Fault {
  const buckets = [0, 1].map(() => ({
    octets: new TokenBucket(shardOctets * part),
    records: new TokenBucket(shardRecords * part),
  }));
  return (call, forward) =>
    call.operation !== 'PutRecords'
      ? forward(call)
      : putPartly(call, forward, (entry) => {
          const bucket = buckets[shardOf(entry.PartitionKey)];
          if (bucket?.records.take(1) && bucket.octets.take(octetsOf(entry))) return null;
          injected.add(throughputExceeded);
          return throughputExceeded;
        });
}

/**
 * Of all records one in two is refused, by chance; and one call in ten is answered with an error though all of its records that
 * were not refused are taken: sent again they are in the stream twice.
 */
export function halfFailingStream(injected: Injected): Fault {
  const random = new Random(1);
  return async (call, forward) => {
    if (call.operation !== 'PutRecords') return forward(call);
    if (random.oneIn(10)) {
      await forward(call);
      injected.add(answersLost);
      injected.add(internalFailure, entriesOf(call).length);
      return refusal(500, internalFailure);
    }
    return putPartly(call, forward, () => {
      if (random.oneIn(2)) return null;
      injected.add(internalFailure);
      return internalFailure;
    });
  };
}

/** Every call takes so much longer. */
export const slow =
  (milliseconds: number, injected: Injected): Fault =>
  async (call, forward) => {
    injected.add('calls delayed');
    await sleep(milliseconds);
    return forward(call);
  };

/** Nothing but errors of the service. Counted are the records that were to be put. */
export const failing =
  (injected: Injected): Fault =>
  async (call) => {
    if (call.operation === 'PutRecords') injected.add(internalFailure, entriesOf(call).length);
    return refusal(500, internalFailure);
  };
