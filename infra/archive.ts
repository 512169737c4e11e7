import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StationConfig } from './config.ts';
import { removalPolicies } from './removal.ts';

export interface ArchiveProps extends Pick<StationConfig, 'retention' | 'removal'> {
  /** Null: the keys of S3. */
  key: IKey | null;
}

/** Where what belongs in no table lies in the bucket. The first is Lambda's choice, and cannot be another. */
export const archivePrefixes = { failures: 'aws/lambda/', captures: 'captures/' } as const;

type Prefix = keyof typeof archivePrefixes;

/** Where an administrator's `npm run replay` moves those that have been dealt with. */
const settledFailures = 'replayed/';

/** Somebody has been told by an alarm; after a quarter of a year nobody replays what routers have said anew since. */
const failureRetention = Duration.days(90);

/** Batches of the stream that ingest gave up, with their records, and raw captures of routers. Both end by themselves. */
export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retention, removal, key }: ArchiveProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...(key === null
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: removalPolicies[removal],
      lifecycleRules: [
        { prefix: archivePrefixes.failures, expiration: failureRetention },
        { prefix: settledFailures, expiration: failureRetention },
        { prefix: archivePrefixes.captures, expiration: Duration.days(retention.captureDays) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  get bucketName(): string {
    return this.bucket.bucketName;
  }

  grantWrite(grantee: IGrantable, prefix: Prefix): void {
    this.grant(grantee, prefix, ['s3:PutObject']);
    this.bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  }

  grantRead(grantee: IGrantable, prefix: Prefix): void {
    this.grant(grantee, prefix, ['s3:GetObject']);
    this.bucket.encryptionKey?.grantDecrypt(grantee);
  }

  /** Lists names. */
  grantList(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucket.bucketArn] });
  }

  private grant(grantee: IGrantable, prefix: Prefix, actions: string[]): void {
    Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.bucket.arnForObjects(`${archivePrefixes[prefix]}*`)],
    });
  }
}
