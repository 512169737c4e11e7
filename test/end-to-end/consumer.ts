/** Event source and ingest as a process of their own, on the embedded stream and table of another one. Runs until it is killed. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { tableCheckpoints } from '#local/checkpoints.ts';
import { EventSource } from '#local/event-source.ts';

const { STREAM_NAME = '', TABLE_NAME = '' } = process.env;
const client = new DynamoDBClient({});
const complain = (what: string) => (error: unknown) => {
  process.stderr.write(`${what}: ${JSON.stringify(error)}\n`);
};

const { handler } = createIngest({
  store: new DynamoDbStore(client, TABLE_NAME),
  metrics: { count: () => undefined },
  logger: { error: complain('ingest') },
});
const eventSource = new EventSource({
  // kinesalite speaks HTTP/1.1 only.
  client: new KinesisClient({ requestHandler: new NodeHttpHandler() }),
  streamName: STREAM_NAME,
  handler,
  checkpoints: tableCheckpoints({ client }),
  onDiscard: async (batch) => complain('discarded')(batch.error),
  onError: complain('event source'),
});
await eventSource.start();
process.stdout.write('consuming\n');
