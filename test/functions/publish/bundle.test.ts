import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { buildBundle, bundles } from '#infra/bundles.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { FakeEventBridge } from './fake-eventbridge.ts';
import { eventOf, Publishing } from './publishing.ts';

/** The file that a deployment uploads, in a process of its own, between the embedded table and a fake EventBridge. */
const directory = join(tmpdir(), `bmpaas-publish-${process.pid}`);
let table: LocalTable;
let eventBridge: FakeEventBridge;
let environment: Record<string, string>;

beforeAll(async () => {
  [table, eventBridge] = await Promise.all([openTable(), FakeEventBridge.listen()]);
  environment = {
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: eventBridge.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
    TABLE_NAME: table.name,
    BUS_NAME: 'station',
  };
  buildBundle(bundles.publish, directory);
});

afterAll(() => Promise.all([table.close(), eventBridge.close(), rm(directory, { recursive: true, force: true })]));

const runner = `
  const { handler } = await import(process.argv[1]);
  const answer = await handler({}, { getRemainingTimeInMillis: () => 50_000 });
  process.stderr.write(JSON.stringify(answer));
`;

const invoke = (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const args = ['--input-type=module', '-e', runner, join(directory, bundles.publish.outputFile)];
    execFile(process.execPath, args, { env: environment }, (error, _, stderr) =>
      error ? reject(error) : resolve(JSON.parse(stderr)),
    );
  });

test('publishes what is new in the table, and nothing twice', async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  const client = new DynamoDBClient({
    endpoint: table.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  });
  const feed = new Publishing(new DynamoDbStore(client, table.name));
  expect(await invoke()).toEqual({ published: 0, more: false });
  await feed.append(eventOf('e1', 'a'), eventOf('e2', 'b'), eventOf('e3', 'a'));
  expect(await Promise.all([invoke(), invoke()])).toContainEqual({ published: 3, more: false });
  await feed.append(eventOf('e4', 'a'));
  expect(await invoke()).toEqual({ published: 1, more: false });
  const sent = eventBridge.requests.flatMap(({ body }) => body.Entries);
  expect(sent.map(({ Detail }) => JSON.parse(String(Detail)).id)).toEqual(['e1', 'e2', 'e3', 'e4']);
  expect(new Set(sent.map(({ EventBusName }) => EventBusName))).toEqual(new Set(['station']));
}, 30_000);
