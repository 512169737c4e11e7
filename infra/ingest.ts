import { Duration } from 'aws-cdk-lib';
import { type IEventSourceDlq, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { IngestEnvironment } from '#functions/ingest/config.ts';
import type { Archive } from './archive.ts';
import type { StationConfig } from './config.ts';
import { BundledFunction } from './function.ts';
import type { Stream } from './stream.ts';
import type { Table } from './table.ts';

export interface IngestProps extends Pick<StationConfig, 'capacity' | 'timings' | 'logLevel' | 'retention'> {
  stream: Stream;
  table: Table;
  archive: Archive;
}

/** The function that turns the stream into state. Batches that it gave up on are kept in the archive, with their records. */
export class Ingest extends Construct {
  readonly handler: BundledFunction;
  /** By which CloudWatch knows what became of its records. */
  readonly eventSourceMappingId: string;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { stream, table, capacity } = props;
    const environment: IngestEnvironment = {
      TABLE_NAME: table.tableName,
      TIMINGS: JSON.stringify(props.timings),
      LOG_LEVEL: props.logLevel,
    };
    this.handler = new BundledFunction(this, 'Function', {
      bundle: 'ingest',
      description: 'BMP stream to feeds, RIB log, announcements and elements',
      environment: { ...environment },
      memorySize: 1024,
      timeout: Duration.seconds(60),
      logDays: props.retention.logDays,
      reservedConcurrency: capacity.reservedConcurrency.ingest,
    });
    table.grantReadWrite(this.handler);
    const eventSource = this.createEventSource(props, stream);
    this.handler.addEventSource(eventSource);
    this.eventSourceMappingId = eventSource.eventSourceMappingId;
  }

  /**
   * Only infrastructure errors make the function fail; bad records it keeps aside itself. So a batch is retried until it is
   * too old, which is a time that can be known, as the pauses between retries are not. A record that kills the function
   * each time holds its shard that long; it is alone by then (bisect), and half the stream's retention is left to mend it.
   */
  private createEventSource({ capacity, archive }: IngestProps, { stream }: Stream): KinesisEventSource {
    return new KinesisEventSource(stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(5),
      // Of a shard's keys, each of which is a router or a partition of one, so that order is kept.
      parallelizationFactor: capacity.ingestParallelization,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(12),
      onFailure: keptIn(archive),
      // How many records were given up.
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
  }
}

/** As `S3OnFailureDestination`, which would let the function read and delete what lies there. */
const keptIn = (archive: Archive): IEventSourceDlq => ({
  bind(_mapping, handler) {
    archive.grantWrite(handler, 'failures');
    // Lambda looks whether the bucket is there, and does not say for which prefix.
    archive.grantList(handler);
    return { destination: archive.bucket.bucketArn };
  },
});
