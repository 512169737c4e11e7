import { appendFile } from 'node:fs/promises';
import type { DiscardedBatch } from './batch-delivery.ts';
import { kinesisEvent } from './kinesis-event.ts';

/** The invocation record that Lambda sends to an on-failure destination of a Kinesis event source mapping: which records, not what they hold. */
export function invocationRecord({ origin, records, invocations, error }: DiscardedBatch, now: Date) {
  const arrivals = records.map(({ arrivedAt }) => new Date(arrivedAt).toISOString());
  return {
    version: '1.0',
    timestamp: now.toISOString(),
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: invocations },
    responseContext: { functionError: error },
    KinesisBatchInfo: {
      shardId: origin.shardId,
      startSequenceNumber: records[0]?.sequenceNumber,
      endSequenceNumber: records.at(-1)?.sequenceNumber,
      approximateArrivalOfFirstRecord: arrivals[0],
      approximateArrivalOfLastRecord: arrivals.at(-1),
      batchSize: records.length,
      streamArn: origin.streamArn,
    },
  };
}

/** The same as a bucket gets it: with the records, as the event that the function was called with. */
export const invocationRecordWithPayload = (batch: DiscardedBatch, now: Date) => ({
  ...invocationRecord(batch, now),
  payload: JSON.stringify(kinesisEvent(batch.records, batch.origin)),
});

/** An on-failure destination that is a file, one JSON line a batch. `npm run replay` puts them back. */
export const failureFile =
  (path: string) =>
  async (batch: DiscardedBatch): Promise<void> =>
    appendFile(path, `${JSON.stringify(invocationRecordWithPayload(batch, new Date()))}\n`);
