import {
  AttributeType,
  BillingMode,
  Table as DynamoTable,
  type ITable,
  StreamViewType,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { DynamoEventSource, type DynamoEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { StationConfig } from './config.ts';
import { removalPolicies } from './removal.ts';

export interface TableProps extends Pick<StationConfig, 'protect' | 'removal'> {
  /** Null: the key that AWS keeps for DynamoDB. */
  key: IKey | null;
}

const readActions = ['dynamodb:GetItem', 'dynamodb:Query'];
const writeActions = ['dynamodb:PutItem', 'dynamodb:BatchWriteItem'];

/** What DynamoDB does with an owner's key in the name of whoever reads and writes, action by action. */
const keyActions = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
];

/** Everything the platform knows. What is granted is what the stores send, and nobody scans. */
export class Table extends Construct {
  private readonly table: DynamoTable;
  private readonly key: IKey | null;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    this.key = props.key;
    this.table = new DynamoTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(props.key === null
        ? { encryption: TableEncryption.AWS_MANAGED }
        : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: props.key }),
      // It wakes functions and tells them nothing: they read what they follow.
      stream: StreamViewType.KEYS_ONLY,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: removalPolicies[props.removal],
      deletionProtection: props.protect,
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  grantRead(grantee: IGrantable): void {
    this.grant(grantee, readActions);
  }

  grantReadWrite(grantee: IGrantable): void {
    this.grant(grantee, [...readActions, ...writeActions]);
  }

  /** Puts single items of these partitions (`pk`) only. */
  grantPut(grantee: IGrantable, partitions: readonly string[]): void {
    this.grant(grantee, ['dynamodb:PutItem'], partitions);
  }

  /** Wakes a function when items change, and lets it read nothing but their keys. */
  changes(props: DynamoEventSourceProps): DynamoEventSource {
    // As in collector.ts: optional members of CDK's interfaces.
    return new DynamoEventSource(this.table as ITable, props);
  }

  /** Reads the event feed, and keeps in a partition (`pk`) of its own how far it has come. */
  grantFollowEvents(grantee: IGrantable, cursorPartition: string): void {
    this.grantReadAndPut(grantee, { reads: ['EVENTS', 'EVENTS#*', cursorPartition], puts: [cursorPartition] });
  }

  /** Reads partitions (`pk`, which may end in `*`), and puts single items into some. */
  grantReadAndPut(grantee: IGrantable, { reads, puts }: Record<'reads' | 'puts', readonly string[]>): void {
    this.grant(grantee, readActions, reads);
    this.grant(grantee, ['dynamodb:PutItem'], puts);
  }

  /** Reads and changes single items of these partitions (`pk`) only. */
  grantPartitions(grantee: IGrantable, partitions: readonly string[]): void {
    this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], partitions);
  }

  /** Looks through these partitions (`pk`). */
  grantQuery(grantee: IGrantable, partitions: readonly string[]): void {
    this.grant(grantee, ['dynamodb:Query'], partitions);
  }

  private grant(grantee: IGrantable, actions: readonly string[], partitions?: readonly string[]): void {
    const isPattern = partitions?.some((partition) => partition.endsWith('*')) ?? false;
    const operator = isPattern ? 'ForAllValues:StringLike' : 'ForAllValues:StringEquals';
    Grant.addToPrincipal({
      grantee,
      actions: [...actions],
      resourceArns: [this.table.tableArn],
      ...(partitions !== undefined && { conditions: { [operator]: { 'dynamodb:LeadingKeys': [...partitions] } } }),
    });
    this.key?.grant(grantee, ...keyActions);
  }
}
