import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Stream as KinesisStream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import type { StationConfig } from './config.ts';

export type StreamProps = Pick<StationConfig, 'streamCapacity' | 'streamRetentionHours'>;

/** The log between collector and ingest. It outlives no stack: routers send everything again to the next one. */
export class Stream extends Construct {
  readonly stream: KinesisStream;

  constructor(scope: Construct, id: string, props: StreamProps) {
    super(scope, id);
    const { streamCapacity } = props;
    this.stream = new KinesisStream(this, 'Stream', {
      encryption: StreamEncryption.MANAGED,
      retentionPeriod: Duration.hours(props.streamRetentionHours),
      removalPolicy: RemovalPolicy.DESTROY,
      ...(streamCapacity === 'on-demand'
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: streamCapacity }),
    });
  }

  get streamName(): string {
    return this.stream.streamName;
  }

  /** PutRecords and nothing else: writers neither list nor describe. */
  grantPut(grantee: IGrantable): Grant {
    return this.stream.grant(grantee, 'kinesis:PutRecord', 'kinesis:PutRecords');
  }
}
