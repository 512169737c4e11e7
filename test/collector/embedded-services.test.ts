import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DynamoDbClaims } from '#collector/dynamodb-claims.ts';
import { KinesisSink } from '#collector/kinesis-sink.ts';
import { SinkError } from '#collector/sink.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { kinds, tableKeyNames } from '#model/keys.ts';
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
  certified: false,
  openings: [],
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
    stationEnded: null,
    heldDownUntil: null,
  });
  expect(await claims.open(request(), null)).toBeNull();
  expect(await claims.heartbeat('pe', 1, '1.1.1.1', 2000)).toBe(true);
  expect(await claims.open(request({ collectorId: 'b', now: 3000 }), first)).toBe(2);
  expect(await claims.open(request(), first)).toBeNull();
  expect(await claims.heartbeat('pe', 1, null, 4000)).toBe(false);
  await claims.close('pe', 1, 4000, false);
  expect(await claims.read('pe')).toMatchObject({ session: 2, open: true, collectorId: 'b', heartbeatAt: 3000 });
  await claims.close('pe', 2, 5000, false);
  expect(await claims.read('pe')).toMatchObject({ session: 2, open: false, closedAt: 5000 });
});

test('a claim held down: who has not seen that does not get it, and the session that is open stays', async () => {
  expect(await claims.open(request({ routerId: 'flapping', openings: [{ session: 1, at: 1000 }] }), null)).toBe(1);
  const seen = await claims.read('flapping');
  if (seen === null) throw new Error('no claim');
  expect(await claims.holdDown(seen, 9000)).toBe(true);
  expect(await claims.holdDown(seen, 9500)).toBe(false);
  expect(await claims.open(request({ routerId: 'flapping' }), seen)).toBeNull();
  expect(await claims.heartbeat('flapping', 1, null, 2000)).toBe(true);
  const held = await claims.read('flapping');
  expect(held).toMatchObject({ session: 1, open: true, openings: [], heldDownUntil: 9000 });
  expect(await claims.open(request({ routerId: 'flapping' }), held)).toBe(2);
  expect(await claims.read('flapping')).toMatchObject({ session: 2, heldDownUntil: null });
});

test('a session that the station ended is remembered, also where the router was quicker', async () => {
  expect(await claims.open(request({ routerId: 'moved' }), null)).toBe(1);
  await claims.close('moved', 1, 2000, true);
  expect(await claims.read('moved')).toMatchObject({ open: false, stationEnded: 1 });
  for (const session of [2, 3]) {
    expect(await claims.open(request({ routerId: 'moved' }), await claims.read('moved'))).toBe(session);
  }
  await claims.close('moved', 2, 3000, true);
  expect(await claims.read('moved')).toMatchObject({ session: 3, open: true, closedAt: null, stationEnded: 2 });
  await claims.close('moved', 1, 3000, true);
  expect(await claims.read('moved')).toMatchObject({ session: 3, stationEnded: 2 });
});

test('a claim of a former version is read as one that nothing is held against', async () => {
  const former = { routerId: 'former', session: 7, open: false, source: 'x', bgpId: null, partitions: 1 };
  const times = { collectorId: 'a', openedAt: 1, heartbeatAt: 2, closedAt: 3 };
  const { pk, sk } = kinds.claim.key('former');
  const Item = { [tableKeyNames.partition]: pk, [tableKeyNames.sort]: sk, ...former, ...times };
  await DynamoDBDocumentClient.from(table.client).send(new PutCommand({ TableName: table.name, Item }));
  const seen = await claims.read('former');
  expect(seen).toMatchObject({ certified: false, openings: [], stationEnded: null, heldDownUntil: null });
  expect(await claims.open(request({ routerId: 'former' }), seen)).toBe(8);
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
