import { describe, expect, test } from 'vitest';
import existingVpc from './flavours/existing-vpc.ts';
import privateFlavour from './flavours/private.ts';
import { StationTemplate } from './station-template.ts';

const station = new StationTemplate();
const withKey = new StationTemplate(privateFlavour);
const withGivenKey = new StationTemplate(existingVpc);
const demo = new StationTemplate({ removal: 'destroy', protect: false });

const stateful = [
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Kinesis::Stream',
  'AWS::S3::Bucket',
  'AWS::EC2::EIP',
];

test('what holds state is in the state stack, and nothing there works on it', () => {
  // Keys of the service stack are of what passes through, such as alarms.
  for (const type of stateful) expect(withKey.service.findResources(type)).toEqual({});
  const types = new Set(
    Object.values(withKey.state.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type),
  );
  expect([...types].sort()).toEqual([
    'AWS::DynamoDB::Table',
    'AWS::KMS::Key',
    'AWS::Kinesis::Stream',
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
  ]);
});

describe('stream', () => {
  test('is encrypted, kept for a day, and has one shard', () => {
    expect(station.only('AWS::Kinesis::Stream').Properties).toMatchObject({
      RetentionPeriodHours: 24,
      ShardCount: 1,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
  });

  test('can be on demand', () => {
    const { Properties } = withKey.only('AWS::Kinesis::Stream');
    expect(Properties).toMatchObject({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(Properties).not.toHaveProperty('ShardCount');
  });
});

describe('table', () => {
  test('is keyed by pk and sk, forgets by ttl, is encrypted, and can be taken back to any second', () => {
    expect(station.only('AWS::DynamoDB::Table').Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
  });

  test('wakes functions and tells them keys only', () => {
    expect(station.only('AWS::DynamoDB::Table').Properties).toMatchObject({
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    });
  });
});

describe('archive', () => {
  const { Properties } = station.only('AWS::S3::Bucket');

  test('is closed to the public, encrypted, and refuses plain HTTP', () => {
    expect(Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(JSON.stringify(station.only('AWS::S3::BucketPolicy').Properties)).toContain('"aws:SecureTransport":"false"');
  });

  test('keeps failed batches for 90 days and captures for 14, and no halves of uploads', () => {
    expect(Properties.LifecycleConfiguration).toMatchObject({
      Rules: [
        { Prefix: 'aws/lambda/', ExpirationInDays: 90, Status: 'Enabled' },
        { Prefix: 'replayed/', ExpirationInDays: 90, Status: 'Enabled' },
        { Prefix: 'captures/', ExpirationInDays: 14, Status: 'Enabled' },
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
      ],
    });
  });
});

describe('when the stack goes', () => {
  test.each(['AWS::DynamoDB::Table', 'AWS::Kinesis::Stream', 'AWS::S3::Bucket', 'AWS::KMS::Key'])(
    '%s stays',
    (type) => {
      expect(Object.values(withKey.state.findResources(type))).toMatchObject([
        { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
      ]);
    },
  );

  test.each(['AWS::DynamoDB::Table', 'AWS::Kinesis::Stream'])('%s of a demo goes', (type) => {
    expect(demo.only(type)).toMatchObject({ DeletionPolicy: 'Delete' });
  });
});

describe('keys', () => {
  test('one of its own is for table, stream and archive, and rotates', () => {
    const [[key, { Properties }] = ['', {}]] = Object.entries(withKey.state.findResources('AWS::KMS::Key'));
    const arn = { 'Fn::GetAtt': [key, 'Arn'] };
    expect(Properties.EnableKeyRotation).toBe(true);
    expect(withKey.only('AWS::DynamoDB::Table').Properties.SSESpecification).toMatchObject({ KMSMasterKeyId: arn });
    expect(withKey.only('AWS::Kinesis::Stream').Properties.StreamEncryption).toMatchObject({ KeyId: arn });
    expect(JSON.stringify(withKey.only('AWS::S3::Bucket').Properties.BucketEncryption)).toContain(JSON.stringify(arn));
  });

  test('one of the owner is taken as it is', () => {
    expect(withGivenKey.resources('AWS::KMS::Key')).toEqual({});
    const arn = 'arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012';
    expect(withGivenKey.only('AWS::DynamoDB::Table').Properties.SSESpecification).toMatchObject({
      KMSMasterKeyId: arn,
    });
  });
});
