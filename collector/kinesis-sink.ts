import { type KinesisClient, PutRecordsCommand, type PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { type RecordSink, SinkError } from './sink.ts';

/** Puts one record a call, since a call of several may fail for one in the middle and so change their order. */
export class KinesisSink implements RecordSink {
  readonly #client: KinesisClient;
  readonly #streamName: string;

  constructor(client: KinesisClient, streamName: string) {
    this.#client = client;
    this.#streamName = streamName;
  }

  async put(partitionKey: string, data: Uint8Array): Promise<void> {
    const entry = await this.#putOne(partitionKey, data);
    if (entry?.SequenceNumber === undefined) {
      throw new SinkError(entry?.ErrorCode ?? 'NoAnswer', entry?.ErrorMessage ?? 'no answer for the record');
    }
  }

  async #putOne(partitionKey: string, data: Uint8Array): Promise<PutRecordsResultEntry | undefined> {
    const command = new PutRecordsCommand({
      StreamName: this.#streamName,
      Records: [{ PartitionKey: partitionKey, Data: data }],
    });
    try {
      return (await this.#client.send(command)).Records?.[0];
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      throw new SinkError(name, message, { cause: error });
    }
  }
}
