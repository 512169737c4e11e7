import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  Table as DynamoTable,
  type ITable,
  StreamViewType,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { DynamoEventSource, type DynamoEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';

export interface TableProps {
  protect: boolean;
}

const readActions = ['dynamodb:GetItem', 'dynamodb:Query'];
const writeActions = ['dynamodb:PutItem', 'dynamodb:BatchWriteItem'];

/** Everything the platform knows. What is granted is what the stores send, and nobody scans. */
export class Table extends Construct {
  private readonly table: DynamoTable;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    this.table = new DynamoTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      // It wakes functions and tells them nothing: they read what they follow.
      stream: StreamViewType.KEYS_ONLY,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: props.protect,
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  grantRead(grantee: IGrantable): Grant {
    return this.table.grant(grantee, ...readActions);
  }

  grantReadWrite(grantee: IGrantable): Grant {
    return this.table.grant(grantee, ...readActions, ...writeActions);
  }

  /** Puts single items of these partitions (`pk`) only. */
  grantPut(grantee: IGrantable, partitions: readonly string[]): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:PutItem'],
      resourceArns: [this.table.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions } },
    });
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
    const grant = (actions: string[], partitions: readonly string[]): Grant =>
      Grant.addToPrincipal({
        grantee,
        actions,
        resourceArns: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
      });
    grant(readActions, reads);
    grant(['dynamodb:PutItem'], puts);
  }

  /** Reads and changes single items of these partitions (`pk`) only. */
  grantPartitions(grantee: IGrantable, partitions: readonly string[]): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resourceArns: [this.table.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions } },
    });
  }
}
