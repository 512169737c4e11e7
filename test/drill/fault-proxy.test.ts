import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientSettings } from '#local/loopback.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { type Fault, FaultProxy, noFault } from './fault-proxy.ts';
import { Injected } from './injected.ts';
import { putPartly } from './stream-calls.ts';
import { failing, internalFailure, throttledStream, throughputExceeded } from './stream-faults.ts';
import { throttledTable } from './table-faults.ts';

let stream: LocalStream;
let table: LocalTable;
let streamProxy: FaultProxy;
let tableProxy: FaultProxy;
let kinesis: KinesisClient;
let dynamo: DynamoDBClient;

const through = ({ url }: FaultProxy) => ({ ...clientSettings({ url, close: async () => {} }), maxAttempts: 1 });

beforeAll(async () => {
  [stream, table] = await Promise.all([openStream(), openTable()]);
  streamProxy = new FaultProxy(stream.url);
  tableProxy = new FaultProxy(table.url);
  await Promise.all([streamProxy.open(), tableProxy.open()]);
  kinesis = new KinesisClient(through(streamProxy));
  dynamo = new DynamoDBClient(through(tableProxy));
});
afterAll(async () => {
  kinesis.destroy();
  dynamo.destroy();
  await Promise.all([streamProxy.close(), tableProxy.close()]);
  await Promise.all([stream.close(), table.close()]);
});

const put = (keys: readonly string[], octets = 1) =>
  kinesis.send(
    new PutRecordsCommand({
      StreamName: stream.name,
      Records: keys.map((PartitionKey) => ({ PartitionKey, Data: new Uint8Array(octets) })),
    }),
  );

test('what passes goes on, what is refused is answered in its place, and who watches hears of what was taken', async () => {
  const watched: unknown[] = [];
  const refusingB: Fault = (call, forward) =>
    putPartly(call, forward, ({ PartitionKey }) => (PartitionKey === 'b' ? internalFailure : null));
  streamProxy.fault = refusingB;
  streamProxy.watch = ({ body }) => watched.push(body.Records);
  const { FailedRecordCount, Records = [] } = await put(['a', 'b', 'c']);
  expect(FailedRecordCount).toBe(1);
  expect(Records.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, internalFailure, undefined]);
  expect(Records.map(({ SequenceNumber }) => SequenceNumber !== undefined)).toEqual([true, false, true]);
  expect(watched).toMatchObject([[{ PartitionKey: 'a' }, { PartitionKey: 'c' }]]);
});

test('a shard that is throttled takes its part and refuses the rest, each of which is counted', async () => {
  const injected = new Injected();
  streamProxy.fault = throttledStream(0.1, injected);
  const { Records = [] } = await put(Array(10).fill('one'), 30_000);
  const refused = Records.filter(({ ErrorCode }) => ErrorCode === throughputExceeded).length;
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(10);
  expect(injected.of(throughputExceeded)).toBe(refused);
});

test('a service that fails, one that is not there, and one that is there again', async () => {
  streamProxy.fault = failing(new Injected());
  await expect(put(['a'])).rejects.toThrow('injected by the drill');
  await streamProxy.close();
  // The first may still go out on a connection that is gone.
  await expect(put(['a'])).rejects.toMatchObject({ code: expect.stringMatching(/^ECONN/) });
  await expect(put(['a'])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  streamProxy.fault = noFault;
  await streamProxy.open();
  expect((await put(['a'])).FailedRecordCount).toBe(0);
});

test('a table that is throttled leaves a part of a batch unprocessed', async () => {
  const injected = new Injected();
  tableProxy.fault = throttledTable(5, injected);
  const write = () =>
    dynamo.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table.name]: Array.from({ length: 25 }, (_, index) => ({
            PutRequest: { Item: { pk: { S: 'pk' }, sk: { S: String(index) } } },
          })),
        },
      }),
    );
  const left = (await write()).UnprocessedItems?.[table.name]?.length ?? 0;
  expect(left).toBeGreaterThan(10);
  expect(left).toBeLessThan(25);
  expect(injected.of('items unprocessed')).toBe(left);
});
