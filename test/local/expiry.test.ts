import { BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterEach, expect, test, vi } from 'vitest';
import { deleteExpiredItems, trimStream } from '#local/expiry.ts';
import { ShardReader } from '#local/shard-reader.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { openTable } from '#local/table.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('items past their ttl go; those before it, and those without one, stay', async () => {
  const table = await openTable();
  const expiries = [undefined, 999, 1000, 1001, ...Array.from({ length: 20 }, () => 1)];
  const requests = expiries.map((ttl, index) => ({
    PutRequest: {
      Item: {
        pk: { S: 'THING' },
        sk: { S: String(index) },
        ...(ttl !== undefined && { ttl: { N: String(ttl) } }),
      },
    },
  }));
  await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: requests } }));
  await deleteExpiredItems(table, 1000);
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
  expect(Items.map(({ sk }) => sk?.S).sort()).toEqual(['0', '2', '3']);
  await table.close();
});

const hours = 3_600_000;

async function put(stream: LocalStream, texts: string[]): Promise<void> {
  const Records = texts.map((text) => ({ PartitionKey: 'router', Data: Buffer.from(text) }));
  await stream.client.send(new PutRecordsCommand({ StreamName: stream.name, Records }));
}

async function read(stream: LocalStream): Promise<string[]> {
  const texts: string[] = [];
  for (const shardId of ['shardId-000000000000', 'shardId-000000000001']) {
    const reader = new ShardReader({ client: stream.client, streamName: stream.name, shardId }, null);
    for (const { data } of await reader.read(1000)) texts.push(new TextDecoder().decode(data));
  }
  return texts;
}

test('records past the retention are deleted, younger ones stay', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 });
  const stream = await openStream();
  const old = Array.from({ length: 250 }, (_, index) => `old${index}`);
  await put(stream, old);
  await trimStream(stream);
  expect(await read(stream)).toEqual(old);
  vi.setSystemTime(1_700_000_000_000 + 25 * hours);
  await put(stream, ['young']);
  await trimStream(stream);
  vi.setSystemTime(1_700_000_000_000 + 1 * hours);
  expect(await read(stream)).toEqual(['young']);
  await stream.close();
});
