import { Duration } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Stream as KinesisStream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { StationConfig } from './config.ts';
import { removalPolicies } from './removal.ts';

export interface StreamProps extends Pick<StationConfig, 'capacity' | 'retention' | 'removal'> {
  /** Null: the key that AWS keeps for Kinesis. */
  key: IKey | null;
}

/** The log between collector and ingest. */
export class Stream extends Construct {
  readonly stream: KinesisStream;
  private readonly key: IKey | null;

  constructor(scope: Construct, id: string, props: StreamProps) {
    super(scope, id);
    const { capacity, retention, removal, key } = props;
    this.key = key;
    this.stream = new KinesisStream(this, 'Stream', {
      ...(key === null
        ? { encryption: StreamEncryption.MANAGED }
        : { encryption: StreamEncryption.KMS, encryptionKey: key }),
      retentionPeriod: Duration.hours(retention.streamHours),
      removalPolicy: removalPolicies[removal],
      ...(capacity.stream === 'on-demand'
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: capacity.stream }),
    });
  }

  get streamName(): string {
    return this.stream.streamName;
  }

  /** PutRecords and nothing else: writers neither list nor describe. */
  grantPut(grantee: IGrantable): Grant {
    this.key?.grant(grantee, 'kms:GenerateDataKey');
    return this.stream.grant(grantee, 'kinesis:PutRecord', 'kinesis:PutRecords');
  }
}
