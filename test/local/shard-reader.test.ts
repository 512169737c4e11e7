import { ExpiredIteratorException, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShardReader } from '#local/shard-reader.ts';
import { type LocalStream, openStream } from '#local/stream.ts';

let stream: LocalStream;
let shardId: string;
beforeAll(async () => {
  stream = await openStream();
  const Records = [1, 2, 3, 4, 5].map((number) => ({ PartitionKey: 'router', Data: Buffer.from(String(number)) }));
  const put = await stream.client.send(new PutRecordsCommand({ StreamName: stream.name, Records }));
  shardId = put.Records?.[0]?.ShardId ?? '';
});
afterAll(async () => stream.close());

const shard = (client = stream.client) => ({ client, streamName: stream.name, shardId });

const numbers = async (reader: ShardReader, limit: number) =>
  (await reader.read(limit)).map(({ data }) => Number(new TextDecoder().decode(data)));

/** The stream's client, whose GetRecords fails whenever `failing` says so. */
const flakyClient = (failing: () => Error | null) =>
  Object.create(stream.client, {
    send: {
      value: (command: Parameters<typeof stream.client.send>[0]) => {
        const error = command.constructor.name === 'GetRecordsCommand' ? failing() : null;
        return error ? Promise.reject(error) : stream.client.send(command);
      },
    },
  });

test('reads in order, by the limit, and finds nothing at the tip', async () => {
  const reader = new ShardReader(shard(), null);
  expect(await numbers(reader, 2)).toEqual([1, 2]);
  expect(await numbers(reader, 10)).toEqual([3, 4, 5]);
  expect(await numbers(reader, 10)).toEqual([]);
});

test('begins after the sequence number given', async () => {
  const [, second] = await new ShardReader(shard(), null).read(2);
  expect(await numbers(new ShardReader(shard(), second?.sequenceNumber ?? ''), 10)).toEqual([3, 4, 5]);
});

test('an iterator that expired while the handler was retried is replaced, at the same place', async () => {
  let expired = false;
  const client = flakyClient(() => {
    if (!expired) return null;
    expired = false;
    return new ExpiredIteratorException({ $metadata: {}, message: 'Iterator expired' });
  });
  const reader = new ShardReader(shard(client), null);
  expect(await numbers(reader, 2)).toEqual([1, 2]);
  expired = true;
  expect(await numbers(reader, 10)).toEqual([3, 4, 5]);
});

test('after any other failure the next read goes on where it was', async () => {
  let broken = true;
  const reader = new ShardReader(shard(flakyClient(() => (broken ? new Error('connection reset') : null))), null);
  await expect(reader.read(2)).rejects.toThrow('connection reset');
  broken = false;
  expect(await numbers(reader, 2)).toEqual([1, 2]);
  broken = true;
  await expect(reader.read(2)).rejects.toThrow('connection reset');
  broken = false;
  expect(await numbers(reader, 2)).toEqual([3, 4]);
});
