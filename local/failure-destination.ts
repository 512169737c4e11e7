import { appendFile } from 'node:fs/promises';
import type { DiscardedBatch } from './batch-delivery.ts';

/** The invocation record that Lambda sends to an on-failure destination of a Kinesis event source mapping. */
export function invocationRecord({ shardId, records, invocations, error }: DiscardedBatch, now: Date) {
  const arrivals = records.map(({ arrivedAt }) => new Date(arrivedAt).toISOString());
  return {
    version: '1.0',
    timestamp: now.toISOString(),
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: invocations },
    responseContext: { functionError: error },
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.sequenceNumber,
      endSequenceNumber: records.at(-1)?.sequenceNumber,
      approximateArrivalOfFirstRecord: arrivals[0],
      approximateArrivalOfLastRecord: arrivals.at(-1),
      batchSize: records.length,
    },
  };
}

/** An on-failure destination that is a file, one JSON line a batch. The records stay in the stream for its retention. */
export const failureFile =
  (path: string) =>
  async (batch: DiscardedBatch): Promise<void> =>
    appendFile(path, `${JSON.stringify(invocationRecord(batch, new Date()))}\n`);
