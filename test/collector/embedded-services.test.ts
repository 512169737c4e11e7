import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DynamoDbClaims } from '#collector/dynamodb-claims.ts';
import { KinesisSink } from '#collector/kinesis-sink.ts';
import { SinkError } from '#collector/sink.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { decodeRecord } from '#model/record-codec.ts';
import { announcement, initiation } from './messages.ts';

let stream: LocalStream;
let table: LocalTable;
let claims: DynamoDbClaims;

beforeAll(async () => {
  [stream, table] = await Promise.all([openStream(), openTable()]);
  claims = new DynamoDbClaims(DynamoDBDocumentClient.from(table.client), table.name);
});
afterAll(() => Promise.all([stream.close(), table.close()]));

const request = (over = {}) => ({
  routerId: 'pe',
  source: '192.0.2.1',
  bgpId: null,
  partitions: 1,
  collectorId: 'a',
  now: 1000,
  ...over,
});

test('a claim: session numbers grow, a stale reader does not get one, an older session cannot touch it', async () => {
  expect(await claims.read('pe')).toBeNull();
  expect(await claims.open(request(), null)).toBe(1);
  const first = await claims.read('pe');
  expect(first).toEqual({
    ...request(),
    now: undefined,
    session: 1,
    open: true,
    openedAt: 1000,
    heartbeatAt: 1000,
    closedAt: null,
  });
  expect(await claims.open(request(), null)).toBeNull();
  expect(await claims.heartbeat('pe', 1, '1.1.1.1', 2000)).toBe(true);
  expect(await claims.open(request({ collectorId: 'b', now: 3000 }), first)).toBe(2);
  expect(await claims.open(request(), first)).toBeNull();
  expect(await claims.heartbeat('pe', 1, null, 4000)).toBe(false);
  await claims.close('pe', 1, 4000);
  expect(await claims.read('pe')).toMatchObject({ session: 2, open: true, collectorId: 'b', heartbeatAt: 3000 });
  await claims.close('pe', 2, 5000);
  expect(await claims.read('pe')).toMatchObject({ session: 2, open: false, closedAt: 5000 });
});

test('of many who claim at once, one a round gets it', async () => {
  const attempts = Array.from({ length: 8 }, (_, index) => claims.open(request({ routerId: 'x', now: index }), null));
  expect((await Promise.all(attempts)).filter((session) => session !== null)).toEqual([1]);
});

test('a stream that is not there is a SinkError with its name', async () => {
  const error = await new KinesisSink(stream.client, 'missing').put('pe', Uint8Array.of(1)).catch((caught) => caught);
  expect(error).toBeInstanceOf(SinkError);
  expect(error.code).toBe('ResourceNotFoundException');
});

test('SIGTERM: the process publishes what it received, closes the claim and exits 0', async () => {
  const collector = spawn(process.execPath, ['collector/main.ts'], {
    env: {
      ...process.env,
      STREAM_NAME: stream.name,
      TABLE_NAME: table.name,
      BMP_PORT: '0',
      HEALTH_PORT: '0',
      BATCH_MILLISECONDS: '60000',
      AWS_ENDPOINT_URL_KINESIS: stream.url,
      AWS_ENDPOINT_URL_DYNAMODB: await endpointOf(table),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: collector.stdout });
  const logged = logReader(lines);
  const { address } = await logged('collector started');
  const router = connect({ host: '127.0.0.1', port: address.port });
  router.resume();
  router.write(Buffer.concat([initiation('sigterm'), announcement(['10.0.0.0/8'])]));
  await logged('router connected');
  const exit = once(collector, 'exit');
  const began = Date.now();
  collector.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  expect(Date.now() - began).toBeLessThan(20_000);
  expect(await claims.read('sigterm')).toMatchObject({ open: false, session: 1 });
  const events = (await recordsIn(stream)).map(decodeRecord).flatMap((record) => record.events);
  expect(events.map(({ kind }) => kind)).toEqual([
    'session-open',
    'initiation',
    'announce',
    'heartbeat',
    'session-lost',
  ]);
}, 40_000);

/** Waits for a line of the log with the message; lines that came before count. */
function logReader(lines: AsyncIterable<string>) {
  const iterator = lines[Symbol.asyncIterator]();
  return async (message: string) => {
    for (;;) {
      const { value, done } = await iterator.next();
      if (done) throw new Error(`the process ended without logging "${message}"`);
      const line = JSON.parse(value);
      if (line.msg === message) return line;
    }
  };
}

async function endpointOf({ client }: LocalTable): Promise<string> {
  const endpoint = await client.config.endpoint?.();
  return `http://${endpoint?.hostname}:${endpoint?.port}`;
}

async function recordsIn({ client, name }: LocalStream): Promise<Uint8Array[]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
  const records = await Promise.all(
    Shards.map(async ({ ShardId }) => {
      const from = { StreamName: name, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
      const { ShardIterator } = await client.send(new GetShardIteratorCommand(from));
      const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
      return Records.flatMap(({ Data }) => (Data === undefined ? [] : [Data]));
    }),
  );
  return records.flat();
}
