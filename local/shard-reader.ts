import {
  type _Record,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';

export interface ArrivedRecord {
  sequenceNumber: string;
  partitionKey: string;
  data: Uint8Array;
  /** Milliseconds since 1970. */
  arrivedAt: number;
}

export interface ShardAddress {
  client: KinesisClient;
  streamName: string;
  shardId: string;
}

/** Reads one shard in order, from after a sequence number or, with null, from the oldest record kept. */
export class ShardReader {
  readonly #shard: ShardAddress;
  #position: string | null;
  #iterator: string | null = null;

  constructor(shard: ShardAddress, after: string | null) {
    this.#shard = shard;
    this.#position = after;
  }

  /** At most `limit` records; none at the tip. Rejects with the client's error, and can then be called again. */
  async read(limit: number): Promise<ArrivedRecord[]> {
    try {
      return await this.#readNext(limit);
    } catch (error) {
      this.#iterator = null;
      // An iterator lives five minutes; a handler may be retried for longer.
      if (error instanceof ExpiredIteratorException) return await this.#readNext(limit);
      throw error;
    }
  }

  async #readNext(limit: number): Promise<ArrivedRecord[]> {
    this.#iterator ??= await this.#openIterator();
    const { Records = [], NextShardIterator } = await this.#shard.client.send(
      new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: limit }),
    );
    const records = Records.map(arrivedRecord);
    this.#position = records.at(-1)?.sequenceNumber ?? this.#position;
    this.#iterator = NextShardIterator ?? null;
    return records;
  }

  async #openIterator(): Promise<string> {
    const { client, streamName, shardId } = this.#shard;
    const start =
      this.#position === null
        ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
        : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: this.#position } as const);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName: streamName, ShardId: shardId, ...start }),
    );
    if (ShardIterator === undefined) throw new Error(`no iterator for ${shardId} of ${streamName}`);
    return ShardIterator;
  }
}

function arrivedRecord({ SequenceNumber, PartitionKey, Data, ApproximateArrivalTimestamp }: _Record): ArrivedRecord {
  if (SequenceNumber === undefined || PartitionKey === undefined || Data === undefined) {
    throw new Error('GetRecords answered with a record that lacks a field');
  }
  return {
    sequenceNumber: SequenceNumber,
    partitionKey: PartitionKey,
    data: Data,
    arrivedAt: ApproximateArrivalTimestamp?.getTime() ?? 0,
  };
}
