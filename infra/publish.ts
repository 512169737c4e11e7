import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PublishEnvironment } from '#functions/publish/config.ts';
import type { StationConfig } from './config.ts';
import { wakeOnEvents } from './event-trigger.ts';
import { BundledFunction } from './function.ts';
import type { Table } from './table.ts';

export interface PublishProps extends Pick<StationConfig, 'name' | 'logLevel' | 'retention'> {
  table: Table;
}

/** The partition of the table that publishing owns. */
const cursorPartition = 'PUBLISHED';

/**
 * The event feed, as CloudEvents on a bus of the station's own. Several calls at once do no harm, as one has the lease and the
 * others end at once; so no concurrency is taken from the account, and one that has little of it can deploy this.
 */
export class Publish extends Construct {
  readonly busName: string;

  constructor(scope: Construct, id: string, props: PublishProps) {
    super(scope, id);
    const bus = new EventBus(this, 'Bus', {
      eventBusName: props.name,
      description: 'What became visible to the BMP station, as CloudEvents 1.0',
    });
    this.busName = bus.eventBusName;
    const environment: PublishEnvironment = {
      TABLE_NAME: props.table.tableName,
      BUS_NAME: bus.eventBusName,
      LOG_LEVEL: props.logLevel,
    };
    const handler = new BundledFunction(this, 'Function', {
      bundle: 'publish',
      description: 'Event feed to EventBridge',
      environment: { ...environment },
      memorySize: 512,
      // The lease of one that died is over when the next minute comes.
      timeout: Duration.seconds(50),
      logDays: props.retention.logDays,
    });
    props.table.grantFollowEvents(handler, cursorPartition);
    grantPut(bus, handler);
    wakeOnEvents(handler, props.table);
  }
}

const grantPut = (bus: EventBus, grantee: IGrantable): Grant =>
  Grant.addToPrincipal({ grantee, actions: ['events:PutEvents'], resourceArns: [bus.eventBusArn] });
