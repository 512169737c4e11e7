import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BundleName, buildBundle, bundles } from '#infra/bundles.ts';
import { kinesisEvent } from '#local/kinesis-event.ts';
import type { ArrivedRecord } from '#local/shard-reader.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { eventually } from '../lab/eventually.ts';

/**
 * The very files that a deployment uploads, each in a process of its own as AWS runs it: the collector's bundle takes a
 * capture of a real router, and the functions' bundles get the events that Kinesis, the schedules and API Gateway send.
 */

let stream: LocalStream;
let table: LocalTable;
let environment: Record<string, string>;
let collector: ChildProcess;
let bmpPort: number;

const directory = join(tmpdir(), `bmpaas-bundles-${process.pid}`);
const fileOf = (name: BundleName): string => join(directory, name, bundles[name].outputFile);

beforeAll(async () => {
  [stream, table] = await Promise.all([openStream(), openTable()]);
  environment = {
    AWS_ENDPOINT_URL_KINESIS: stream.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
    STREAM_NAME: stream.name,
    TABLE_NAME: table.name,
    RETENTION_HOURS: '24',
    LANES: '1',
  };
  for (const name of Object.keys(bundles) as BundleName[]) buildBundle(bundles[name], join(directory, name));
  const ports = { BMP_PORT: '0', HEALTH_PORT: '0' };
  collector = spawn(process.execPath, [fileOf('collector')], { env: { ...environment, ...ports }, stdio: 'pipe' });
  bmpPort = await portOf(collector);
}, 30_000);

afterAll(async () => {
  collector.kill('SIGKILL');
  await Promise.all([stream.close(), table.close(), rm(directory, { recursive: true, force: true })]);
});

/** From the line that says where it listens. */
async function portOf({ stdout }: ChildProcess): Promise<number> {
  if (!stdout) throw new Error('the collector has no output');
  for await (const line of createInterface({ input: stdout })) {
    const { address } = JSON.parse(line) as { address?: { port: number } };
    if (address) {
      stdout.resume();
      return address.port;
    }
  }
  throw new Error('the collector ended');
}

const runner = `
  let text = '';
  for await (const part of process.stdin) text += part;
  const { handler } = await import(process.argv[1]);
  const answer = await handler(JSON.parse(text), { getRemainingTimeInMillis: () => 900_000 });
  process.stderr.write(JSON.stringify(answer));
`;

/** One invocation in a fresh process; logs and metrics go to stdout, as Lambda takes them. */
function invoke(name: BundleName, event: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const args = ['--input-type=module', '-e', runner, fileOf(name)];
    const child = execFile(process.execPath, args, { env: environment }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stderr}\n${stdout}`));
      else resolve(JSON.parse(stderr));
    });
    child.stdin?.end(JSON.stringify(event));
  });
}

const authorizer = { iam: { userArn: 'arn:aws:iam::111122223333:user/operator' } };

/** API Gateway's HTTP API, payload format 2.0. */
const httpRequest = (path: string, query = '') => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: query,
  headers: { accept: 'application/json', host: 'api.example' },
  requestContext: { http: { method: 'GET', path }, domainName: 'api.example', stage: '$default', authorizer },
  isBase64Encoded: false,
});

async function get(path: string, query?: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const { statusCode, body } = (await invoke('api', httpRequest(path, query))) as { statusCode: number; body: string };
  return { status: statusCode, body: JSON.parse(body) };
}

async function streamRecords(): Promise<ArrivedRecord[]> {
  const { Shards = [] } = await stream.client.send(new ListShardsCommand({ StreamName: stream.name }));
  const perShard = Shards.map(async ({ ShardId }) => {
    const from = { StreamName: stream.name, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await stream.client.send(new GetShardIteratorCommand(from));
    const { Records = [] } = await stream.client.send(new GetRecordsCommand({ ShardIterator }));
    return Records.map(({ PartitionKey = '', SequenceNumber = '', Data = new Uint8Array() }) => ({
      partitionKey: PartitionKey,
      sequenceNumber: SequenceNumber,
      data: Data,
      arrivedAt: Date.now(),
    }));
  });
  return (await Promise.all(perShard)).flat();
}

test('a capture goes through the deployed files: socket, stream, ingest, table, sweep, compaction, API', async () => {
  const capture = await readFile(join(import.meta.dirname, '../fixtures/captures/frr-events-spe1.2.bmp'));
  const router = connect(bmpPort, '127.0.0.1');
  router.end(capture);
  await once(router.resume(), 'close');
  await eventually(15, async () => expect((await streamRecords()).length).toBeGreaterThan(0));
  collector.kill('SIGTERM');
  expect(await once(collector, 'exit')).toEqual([0, null]);

  const event = kinesisEvent(await streamRecords(), { shardId: 'shardId-000000000000', streamArn: 'arn:aws:kinesis' });
  const { batchItemFailures } = (await invoke('ingest', event)) as KinesisStreamBatchResponse;
  expect(batchItemFailures).toEqual([]);
  expect(await invoke('sweep', {})).toEqual({ stale: [], expired: [], told: [] });
  expect(await invoke('compact', { lane: 0 })).toEqual({ compactions: 1 });
  expect(await invoke('compact', { lane: 0 })).toEqual({ compactions: 0 });
  await expect(invoke('compact', { lane: 1 })).rejects.toThrow('lane');

  const { status, body } = await get('/v1/announcements', 'location=nj');
  expect(status).toBe(200);
  const rows = body.data as { serviceIp: string; vendor: string }[];
  expect(rows.map(({ serviceIp }) => serviceIp)).toEqual(['11.11.11.2/32', '12.12.12.1/32', '12.12.12.2/32']);
  expect(new Set(rows.map(({ vendor }) => vendor))).toEqual(new Set(['FRRouting']));
  expect((await get('/v1/rib/ipv4-unicast/lookup', 'ip=11.11.11.2')).body.data).toHaveLength(1);
  expect((await get('/v1/elements', 'stat=lost')).status).toBe(400);
}, 60_000);
