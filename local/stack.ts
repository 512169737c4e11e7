/// <reference lib="esnext.disposable" />
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Logger } from 'pino';
import { DiskDestination } from '#collector/capture/disk-destination.ts';
import { startCollector } from '#collector/collector.ts';
import { collectorConfigFromEnvironment } from '#collector/config.ts';
import { DynamoDbClaims } from '#collector/dynamodb-claims.ts';
import { DynamoDbRequests } from '#collector/dynamodb-requests.ts';
import { KinesisSink } from '#collector/kinesis-sink.ts';
import { createApi } from '#functions/api/app.ts';
import { Compactor } from '#functions/compact/compact.ts';
import { Correlator } from '#functions/correlate/correlate.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { RulesBook } from '#functions/rules-book.ts';
import { createSweep } from '#functions/sweep/sweep.ts';
import { defaultTimings, type Timings } from '#model/timings.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import type { DiscardedBatch } from './batch-delivery.ts';
import { localCaptureLinks, withCaptureFiles } from './capture-files.ts';
import { tableCheckpoints } from './checkpoints.ts';
import { collectorSettingsIn } from './collector-settings.ts';
import { claimDataDirectory, type DataDirectory } from './data-directory.ts';
import { EventSource } from './event-source.ts';
import { deleteExpiredItems, trimStream } from './expiry.ts';
import { failureFile, invocationRecord } from './failure-destination.ts';
import { serveHttp } from './http.ts';
import { formatAddress, type ListenAddress, type LocalOptions } from './options.ts';
import { repeat } from './repeat.ts';
import { Simulator } from './simulator.ts';
import { type LocalStream, openStream } from './stream.ts';
import { type LocalTable, openTable } from './table.ts';
import { registerTableMetrics } from './table-metrics.ts';

export type StackOptions = Pick<LocalOptions, 'demo' | 'bmp' | 'api' | 'data'>;

export interface Stack {
  addresses: {
    /** `host:port` for routers. */
    bmp: string;
    /** Base URL of the HTTP API. */
    api: string;
    /** URL of the collector's health. */
    health: string;
    /** URLs of the embedded stream and table, for tools that take an endpoint. */
    stream: string;
    table: string;
  };
  /** Takes in what the routers have said, stops everything, and lets go of ports and files. */
  stop(): Promise<void>;
}

const drainMilliseconds = 10_000;
/** Often enough that what it concludes comes when it is due. */
const sweepMilliseconds = ({ staleAfter }: Timings) => Math.min(5_000, staleAfter * 500);
const compactMilliseconds = 1_000;
/** Where nothing has happened it costs one query. */
const correlateMilliseconds = 250;
const retentionMilliseconds = 24 * 3600 * 1000;
const allRouters = { lane: 0, lanes: 1 };
const expiryMilliseconds = 600_000;
const collectorBatchMilliseconds = '250';

/** Starts all parts; when one fails, those before it are stopped again and its error is thrown. */
export async function startStack(options: StackOptions, log: Logger, timings = defaultTimings): Promise<Stack> {
  const parts = new AsyncDisposableStack();
  try {
    const addresses = await assemble({ options, log, timings, parts });
    return { addresses, stop: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

interface Assembly {
  options: StackOptions;
  log: Logger;
  timings: Timings;
  /** Stopped in the reverse order: first what brings something in, then what takes it further. */
  parts: AsyncDisposableStack;
}

interface Ground {
  directory: DataDirectory | null;
  /** Directory of captures. */
  captures: string;
  table: LocalTable;
  stream: LocalStream;
  store: MeteredStore;
}

async function assemble(assembly: Assembly): Promise<Stack['addresses']> {
  const { options, parts } = assembly;
  const ground = await openGround(assembly);
  await startIngest(assembly, ground);
  startTimers(assembly, ground);
  const api = await startApi(assembly, ground);
  const { bmp, health } = await startCollecting(assembly, ground);
  if (options.demo) {
    const simulator = new Simulator(bmp);
    parts.defer(() => simulator.stop());
    simulator.start();
  }
  return { bmp: formatAddress(bmp), api, health, stream: ground.stream.url, table: ground.table.url };
}

async function openGround({ options, parts }: Assembly): Promise<Ground> {
  const directory = options.data === null ? null : await claimDataDirectory(options.data);
  parts.defer(async () => directory?.release());
  const table = await openTable(directory?.table);
  parts.defer(table.close);
  const stream = await openStream(directory?.stream);
  parts.defer(stream.close);
  const store = new MeteredStore(new DynamoDbStore(table.client, table.name));
  return { directory, captures: directory?.captures ?? (await temporaryDirectory(parts)), table, stream, store };
}

async function temporaryDirectory(parts: AsyncDisposableStack): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bmpaas-captures-'));
  parts.defer(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function startIngest({ log, timings, parts }: Assembly, { directory, table, stream, store }: Ground) {
  const ingest = createIngest({
    store,
    timings,
    metrics: noCounts,
    logger: messageFirst(log),
  });
  const eventSource = new EventSource({
    client: stream.client,
    streamName: stream.name,
    handler: ingest.handler,
    checkpoints: tableCheckpoints(table),
    onDiscard: directory === null ? discardToLog(log) : failureFile(directory.failures),
    onError: (error, shardId) => log.error({ shardId, error }, 'event source: will be tried again'),
  });
  await eventSource.start();
  parts.defer(() => drain(eventSource, log));
}

const noCounts = { count: () => undefined };

/** The logger of the functions is Powertools': the message comes before its details. */
const messageFirst = (log: Logger) => ({
  info: (message: string, details: Record<string, unknown>) => log.info(details, message),
  error: (message: string, details: Record<string, unknown>) => log.error(details, message),
  warn: (message: string, details: Record<string, unknown>) => log.warn(details, message),
});

const discardToLog = (log: Logger) => async (batch: DiscardedBatch) =>
  log.error(invocationRecord(batch, new Date()), 'batch discarded');

/** What is left in the stream after that is taken in by the next run on the same data. */
async function drain(eventSource: EventSource, log: Logger): Promise<void> {
  const late = sleep(drainMilliseconds, 'late' as const, { ref: false });
  if ((await Promise.race([eventSource.drain(), late])) === 'late') log.warn('stopped before the stream was drained');
  await eventSource.stop();
}

function startTimers({ log, timings, parts }: Assembly, { table, stream, store }: Ground): void {
  const sink = new KinesisSink(stream.client, stream.name);
  const sweep = createSweep({ store, stream: sink, timings, now: Date.now });
  const expire = async () => {
    await deleteExpiredItems(table, Date.now() / 1000);
    await trimStream(stream);
  };
  const report = (task: string) => (error: unknown) => log.error({ err: error }, `${task} failed, will be tried again`);
  const compactor = new Compactor({
    store,
    now: Date.now,
    newBatch: randomUUID,
    retention: retentionMilliseconds,
    metrics: noCounts,
    logger: messageFirst(log),
  });
  const correlator = new Correlator({ store, book: new RulesBook(store, Date.now), now: Date.now, metrics: noCounts });
  const compact = () => compactor.run(allRouters, Number.POSITIVE_INFINITY);
  parts.defer(repeat(compact, compactMilliseconds, report('compaction')));
  parts.defer(repeat(() => correlator.run(), correlateMilliseconds, report('correlation')));
  parts.defer(repeat(() => sweep.run(), sweepMilliseconds(timings), report('sweep')));
  parts.defer(repeat(expire, expiryMilliseconds, report('expiry')));
}

async function startApi({ options, log, parts }: Assembly, { store, captures }: Ground): Promise<string> {
  const api = createApi({
    store,
    access: 'everyone',
    logger: messageFirst(log),
    retention: retentionMilliseconds,
    streams: 'whole',
    captures: localCaptureLinks,
  });
  const service = await serveHttp(withCaptureFiles(api.fetch, captures), options.api);
  parts.defer(service.close);
  return service.url;
}

async function startCollecting({ options, log, parts }: Assembly, { captures, table, stream, store }: Ground) {
  const config = collectorConfigFromEnvironment({
    STREAM_NAME: stream.name,
    TABLE_NAME: table.name,
    BMP_HOST: options.bmp.host,
    BMP_PORT: String(options.bmp.port),
    HEALTH_PORT: '0',
    COLLECTOR_ID: 'local',
    BATCH_MILLISECONDS: collectorBatchMilliseconds,
    CONTROL_SECONDS: '1',
    ...collectorSettingsIn(process.env),
  });
  const documents = DynamoDBDocumentClient.from(table.client);
  const collector = await startCollector(config, {
    claims: new DynamoDbClaims(documents, table.name),
    requests: new DynamoDbRequests(documents, table.name),
    captureDestination: new DiskDestination(captures),
    sink: new KinesisSink(stream.client, stream.name),
    log,
  });
  parts.defer(() => collector.stop());
  registerTableMetrics(collector.registry, store);
  const bmp: ListenAddress = { host: collector.address.address, port: collector.address.port };
  const { address: host, port } = collector.healthAddress;
  return { bmp, health: `http://${formatAddress({ host, port })}/healthz` };
}
