import { Duration } from 'aws-cdk-lib';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IngestEnvironment } from '#functions/ingest/config.ts';
import type { StationConfig } from './config.ts';
import { BundledFunction } from './function.ts';
import type { Stream } from './stream.ts';
import type { Table } from './table.ts';

export interface IngestProps extends Pick<StationConfig, 'timings' | 'logLevel' | 'logRetentionDays'> {
  stream: Stream;
  table: Table;
}

/** The function that turns the stream into state, and the queue of the record ranges it gave up on. */
export class Ingest extends Construct {
  readonly failures: Queue;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const environment: IngestEnvironment = {
      TABLE_NAME: props.table.tableName,
      TIMINGS: JSON.stringify(props.timings),
      LOG_LEVEL: props.logLevel,
    };
    const handler = new BundledFunction(this, 'Function', {
      bundle: 'ingest',
      description: 'BMP stream to feeds, RIB log, announcements and elements',
      environment: { ...environment },
      memorySize: 1024,
      timeout: Duration.seconds(60),
      logRetentionDays: props.logRetentionDays,
    });
    props.table.grantReadWrite(handler);
    this.failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    handler.addEventSource(this.createEventSource(props.stream));
  }

  /**
   * Only infrastructure errors make the function fail; bad records it keeps aside itself. So a batch is retried until it is
   * too old, which is a time that can be known, as the pauses between retries are not. A record that kills the function
   * each time holds its shard that long; it is alone by then (bisect), and half the stream's retention is left to mend it.
   */
  private createEventSource({ stream }: Stream): KinesisEventSource {
    return new KinesisEventSource(stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(5),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(this.failures),
    });
  }
}
