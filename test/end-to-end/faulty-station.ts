import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pino } from 'pino';
import { startCollector } from '#collector/collector.ts';
import { collectorConfigFromEnvironment } from '#collector/config.ts';
import { DynamoDbClaims } from '#collector/dynamodb-claims.ts';
import { KinesisSink } from '#collector/kinesis-sink.ts';
import { createApi } from '#functions/api/app.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { tableCheckpoints } from '#local/checkpoints.ts';
import { EventSource } from '#local/event-source.ts';
import { failureFile } from '#local/failure-destination.ts';
import { serveHttp } from '#local/http.ts';
import type { StreamHandler } from '#local/kinesis-event.ts';
import { Simulator } from '#local/simulator.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { Observer } from './observer.ts';
import { anyPort } from './scene.ts';

const quiet = { statisticsSeconds: 600, reconnect: { first: 50, longest: 500 } };

/** The platform in this process, with the lab that is to connect to it. Ingest gives up on the records of the routers in `refused`. */
export class FaultyStation {
  readonly refused = new Set<string>();
  readonly #parts: AsyncDisposableStack;
  readonly stream: LocalStream;
  readonly table: LocalTable;
  readonly store: DynamoDbStore;
  readonly lab: Simulator;
  readonly api: Observer;
  /** The on-failure destination. */
  readonly failures: string;

  private constructor(parts: AsyncDisposableStack, members: Members) {
    this.#parts = parts;
    this.stream = members.stream;
    this.table = members.table;
    this.store = new DynamoDbStore(members.table.client, members.table.name);
    this.lab = members.lab;
    this.api = members.api;
    this.failures = members.failures;
  }

  static async start(): Promise<FaultyStation> {
    const parts = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'bmpaas-faulty-'));
    parts.defer(() => rm(directory, { recursive: true }));
    const table = await openTable();
    parts.defer(table.close);
    const stream = await openStream();
    parts.defer(stream.close);
    const store = new DynamoDbStore(table.client, table.name);
    const service = await serveHttp(createApi({ store, access: 'everyone' }).fetch, anyPort);
    parts.defer(service.close);
    const lab = new Simulator(await startCollecting(parts, stream, table), undefined, quiet);
    parts.defer(() => lab.stop());
    const api = new Observer(service.url);
    const failures = join(directory, 'failed-batches.jsonl');
    const station = new FaultyStation(parts, { stream, table, lab, api, failures });
    await station.#startIngest();
    return station;
  }

  async #startIngest(): Promise<void> {
    const ingest = createIngest({ store: this.store, metrics: { count() {} }, logger: { error() {} } });
    const handler: StreamHandler = async (event) => {
      const isBad = ({ kinesis }: (typeof event.Records)[number]): boolean => this.refused.has(kinesis.partitionKey);
      const answer = await ingest.handler({ Records: event.Records.filter((record) => !isBad(record)) });
      const bad = event.Records.find(isBad);
      return bad ? { batchItemFailures: [{ itemIdentifier: bad.kinesis.sequenceNumber }] } : answer;
    };
    const source = new EventSource({
      client: this.stream.client,
      streamName: this.stream.name,
      handler,
      checkpoints: tableCheckpoints(this.table),
      settings: {
        maximumRetryAttempts: 1,
        retryPause: { first: 1, longest: 1 },
        maximumBatchingWindowMilliseconds: 20,
      },
      onDiscard: failureFile(this.failures),
      onError: () => undefined,
    });
    await source.start();
    this.#parts.defer(() => source.stop());
  }

  stop = (): Promise<void> => this.#parts.disposeAsync();
}

type Members = Pick<FaultyStation, 'stream' | 'table' | 'lab' | 'api' | 'failures'>;

async function startCollecting(parts: AsyncDisposableStack, stream: LocalStream, table: LocalTable) {
  const config = collectorConfigFromEnvironment({
    STREAM_NAME: stream.name,
    TABLE_NAME: table.name,
    BMP_PORT: '0',
    HEALTH_PORT: '0',
    BATCH_MILLISECONDS: '50',
  });
  const claims = new DynamoDbClaims(DynamoDBDocumentClient.from(table.client), table.name);
  const sink = new KinesisSink(stream.client, stream.name);
  const collector = await startCollector(config, { claims, sink, log: pino({ level: 'silent' }) });
  parts.defer(() => collector.stop());
  return { host: collector.address.address, port: collector.address.port };
}
