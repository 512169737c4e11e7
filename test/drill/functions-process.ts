/**
 * The functions in a process of their own: ingest behind the event source, sweep, compaction and correlation, on the stream and
 * table of `AWS_ENDPOINT_URL_*`. Tells twice a second what ingest has counted. Runs until it is killed.
 */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { KinesisSink } from '#collector/kinesis-sink.ts';
import { Compactor } from '#functions/compact/compact.ts';
import { Correlator } from '#functions/correlate/correlate.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { RulesBook } from '#functions/rules-book.ts';
import { createSweep } from '#functions/sweep/sweep.ts';
import { tableCheckpoints } from '#local/checkpoints.ts';
import { EventSource } from '#local/event-source.ts';
import { repeat } from '#local/repeat.ts';
import { timingsFromJson } from '#model/timings.ts';
import { retention } from './settings.ts';

const { STREAM_NAME = '', TABLE_NAME = '', CHECKPOINTS_URL = '', TIMINGS = '{}' } = process.env;
const timings = timingsFromJson.parse(TIMINGS);
const counts = new Map<string, number>();
const count = (name: string, value: number) => void counts.set(name, (counts.get(name) ?? 0) + value);
const logger = { info: () => undefined, error: (message: string, details: object) => complain(message, details) };

/** With a fault on, that is what happens all the time. */
function complain(what: string, why: unknown): void {
  count('complaints', 1);
  if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${what}: ${JSON.stringify(why)}\n`);
}

const store = new DynamoDbStore(new DynamoDBClient({}), TABLE_NAME);
// The embedded stream speaks HTTP/1.1 only.
const kinesis = new KinesisClient({
  requestHandler: new NodeHttpHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
});
const sink = new KinesisSink(kinesis, STREAM_NAME);

const eventSource = new EventSource({
  client: kinesis,
  streamName: STREAM_NAME,
  handler: createIngest({ store, timings, metrics: { count }, logger }).handler,
  // Not through the fault: in the account the service keeps them.
  checkpoints: tableCheckpoints({ client: new DynamoDBClient({ endpoint: CHECKPOINTS_URL }) }),
  settings: { retryPause: { first: 100, longest: 2000 } },
  onDiscard: async ({ records, error }) => {
    count('discarded', records.length);
    complain('discarded', error);
  },
  onError: (error, shardId) => complain(`event source of ${shardId}`, error),
});
const compactor = new Compactor({
  store,
  now: Date.now,
  newBatch: randomUUID,
  retention,
  metrics: { count: () => undefined },
  logger,
});
const correlator = new Correlator({
  store,
  book: new RulesBook(store, Date.now),
  now: Date.now,
  metrics: { count: () => undefined },
});
const sweep = createSweep({ store, stream: sink, timings, now: Date.now });

const failed = (task: string) => (error: unknown) => complain(task, String(error));
await eventSource.start();
repeat(() => compactor.run({ lane: 0, lanes: 1 }, Number.POSITIVE_INFINITY), 2000, failed('compaction'));
repeat(() => correlator.run(), 500, failed('correlation'));
repeat(() => sweep.run(), 5000, failed('sweep'));
setInterval(() => process.send?.({ counts: Object.fromEntries(counts) }), 500);
process.send?.({ counts: {} });
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
