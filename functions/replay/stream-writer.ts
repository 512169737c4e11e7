import { setTimeout as sleep } from 'node:timers/promises';
import { type KinesisClient, ProvisionedThroughputExceededException, PutRecordCommand } from '@aws-sdk/client-kinesis';

export interface StreamWriter {
  /** Resolves once the stream has it. */
  put(partitionKey: string, data: Uint8Array): Promise<void>;
}

const attempts = 20;
const longestPause = 5_000;

/** Waits where the stream is full: what routers say now goes first. Other errors, after the client's own retries, throw. */
export const streamWriter = (client: KinesisClient, streamName: string): StreamWriter => ({
  async put(PartitionKey, Data) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.send(new PutRecordCommand({ StreamName: streamName, PartitionKey, Data }));
        return;
      } catch (error) {
        if (!(error instanceof ProvisionedThroughputExceededException) || attempt === attempts) throw error;
        await sleep(Math.min(longestPause, 100 * 2 ** attempt));
      }
    }
  },
});
