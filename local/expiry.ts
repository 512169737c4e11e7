import { BatchWriteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { tableKeyNames } from '#model/keys.ts';
import type { LocalStream } from './stream.ts';
import type { LocalTable } from './table.ts';

/** What AWS does by itself and the embedded services leave to us: old records and expired items go. */

const deletesPerCall = 25;

/** Deletes the items whose `ttl`, in epoch seconds, has passed. */
export async function deleteExpiredItems({ client, name }: LocalTable, nowSeconds: number): Promise<void> {
  const { partition, sort, ttl } = tableKeyNames;
  const scan = {
    TableName: name,
    FilterExpression: '#ttl < :now',
    ProjectionExpression: '#pk, #sk',
    ExpressionAttributeNames: { '#ttl': ttl, '#pk': partition, '#sk': sort },
    ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
  };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    for (let at = 0; at < Items.length; at += deletesPerCall) {
      const requests = Items.slice(at, at + deletesPerCall).map((Key) => ({ DeleteRequest: { Key } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
    }
  }
}

const recordsPerRead = 100;
const readsPerTrim = 100;

/** Deletes records past the retention of the stream: kinesalite does so with those that a read passes over, and nobody reads that far back. */
export async function trimStream({ client, name }: LocalStream): Promise<void> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
  for (const { ShardId } of Shards) {
    const oldest = { StreamName: name, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(oldest));
    for (let reads = 0; reads < readsPerTrim && ShardIterator !== undefined; reads += 1) {
      const read = await client.send(new GetRecordsCommand({ ShardIterator, Limit: recordsPerRead }));
      ShardIterator = read.Records?.length === 0 ? read.NextShardIterator : undefined;
    }
  }
}
