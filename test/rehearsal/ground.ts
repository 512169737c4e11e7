import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStreamCommand, DescribeStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import dynalite from 'dynalite';
import kinesalite from 'kinesalite';
import { clientSettings, listenOnLoopback } from '#local/loopback.ts';
import { waitFor } from '#local/wait.ts';
import type { Deployed } from './deployed.ts';
import { type AskedRight, listenForRights } from './rights/asked.ts';

/** The embedded stream and table, under the names and with the keys of those that were deployed. */
export interface Ground {
  /** Where every program of this machine reaches them. */
  environment: Record<'AWS_ENDPOINT_URL_KINESIS' | 'AWS_ENDPOINT_URL_DYNAMODB', string>;
  stream: KinesisClient;
  /** All that was asked of either so far. */
  asked: readonly AskedRight[];
  close(): Promise<void>;
}

export async function openGround({ stream, table }: Pick<Deployed, 'stream' | 'table'>): Promise<Ground> {
  const asked: AskedRight[] = [];
  await using parts = new AsyncDisposableStack();
  const [streamServer, tableServer] = [kinesalite({ createStreamMs: 0 }), dynalite({ createTableMs: 0 })];
  for (const server of [streamServer, tableServer]) listenForRights(server, (right) => asked.push(right));
  const kinesis = await listenOnLoopback(streamServer);
  parts.defer(kinesis.close);
  const dynamodb = await listenOnLoopback(tableServer);
  parts.defer(dynamodb.close);
  const streams = new KinesisClient(clientSettings(kinesis));
  parts.defer(async () => streams.destroy());
  await createStream(streams, stream);
  const tables = new DynamoDBClient(clientSettings(dynamodb));
  await createTable(tables, table);
  tables.destroy();
  const open = parts.move();
  return {
    environment: { AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url },
    stream: streams,
    asked,
    close: () => open.disposeAsync(),
  };
}

async function createStream(client: KinesisClient, { name, ShardCount }: Deployed['stream']): Promise<void> {
  await client.send(new CreateStreamCommand({ StreamName: name, ShardCount }));
  const status = async () =>
    (await client.send(new DescribeStreamCommand({ StreamName: name }))).StreamDescription?.StreamStatus;
  await waitFor(async () => (await status()) === 'ACTIVE', 'the embedded stream');
}

async function createTable(client: DynamoDBClient, { name, ...keys }: Deployed['table']): Promise<void> {
  await client.send(new CreateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST', ...keys }));
}
