import { randomUUID } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { decodeRecord, isCompressed } from '#model/record-codec.ts';
import { defaultTimings, type Timings } from '#model/timings.ts';
import type { Store } from '#rib/store/store.ts';
import { mapAtOnce } from '../at-once.ts';
import { RulesBook } from '../rules-book.ts';
import type { IngestMetrics } from './metrics.ts';
import { RouterIngest } from './router-ingest.ts';
import type { StreamInput } from './step.ts';

export interface IngestDependencies {
  store: Store;
  metrics: IngestMetrics;
  logger: { error(message: string, detail: Record<string, unknown>): void };
  timings?: Timings;
  now?: () => number;
  newName?: () => string;
}

export type IngestHandler = (event: KinesisStreamEvent) => Promise<KinesisStreamBatchResponse>;

/** Most of the time one waits for the table: several routers of a batch can. What they have to hold is bounded by the batch. */
const routersAtOnce = 8;
/** A record of ours is at most 1 MiB compressed and some 400 KB plain. */
const largestRecord = 16 * 1024 * 1024;

/**
 * Kinesis batch -> table. Bad data never fails a batch: it is kept and passed. Where the infrastructure failed, the batch
 * resumes at the first record of the first router that was not finished; what lies behind it is harmless to see again.
 */
export function createIngest(dependencies: IngestDependencies): { handler: IngestHandler } {
  const { store, metrics, logger, timings = defaultTimings } = dependencies;
  const { now = Date.now, newName = randomUUID } = dependencies;
  const book = new RulesBook(store, now);
  const ingest = new RouterIngest({ store, book, timings, metrics, now, newName });

  const ingestRouter = async (routerId: string, inputs: StreamInput[]): Promise<string | null> => {
    try {
      await ingest.ingest(routerId, inputs);
      return null;
    } catch (error) {
      metrics.count('failedRecords', inputs.length);
      logger.error('records not ingested, will be retried', {
        routerId,
        records: inputs.length,
        reason: String(error),
      });
      return inputs[0]?.sequenceNumber ?? null;
    }
  };

  const handler: IngestHandler = async (event) => {
    metrics.count('records', event.Records.length);
    const outcomes = await mapAtOnce(byRouter(event.Records), routersAtOnce, ([id, inputs]) =>
      ingestRouter(id, inputs),
    );
    const failed = new Set(outcomes);
    const first = event.Records.find(({ kinesis }) => failed.has(kinesis.sequenceNumber));
    return { batchItemFailures: first ? [{ itemIdentifier: first.kinesis.sequenceNumber }] : [] };
  };
  return { handler };
}

function byRouter(records: readonly KinesisStreamRecord[]): Map<string, StreamInput[]> {
  const routers = new Map<string, StreamInput[]>();
  for (const { kinesis } of records) {
    const inputs = routers.get(kinesis.partitionKey) ?? [];
    inputs.push(inputOf(kinesis.sequenceNumber, Buffer.from(kinesis.data, 'base64'), kinesis.partitionKey));
    routers.set(kinesis.partitionKey, inputs);
  }
  return routers;
}

function inputOf(sequenceNumber: string, data: Uint8Array, partitionKey: string): StreamInput {
  try {
    const plain = isCompressed(data) ? zstdDecompressSync(data, { maxOutputLength: largestRecord }) : data;
    const record = decodeRecord(plain);
    if (record.routerId !== partitionKey) throw new RangeError(`record of router ${record.routerId} under another key`);
    return { sequenceNumber, data, record, poison: null };
  } catch (error) {
    return { sequenceNumber, data, record: null, poison: String(error) };
  }
}
