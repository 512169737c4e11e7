import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CorrelateEnvironment } from '#functions/correlate/config.ts';
import type { StationConfig } from './config.ts';
import { wakeOnEvents } from './event-trigger.ts';
import { BundledFunction } from './function.ts';
import type { Table } from './table.ts';

export interface CorrelateProps extends Pick<StationConfig, 'logLevel' | 'retention'> {
  table: Table;
}

/** Partitions of the table (`pk`) that tell what routers say, and by which rules that is understood. */
const told = ['ROUTER', 'ELEMENT', 'STEERING', 'RULES'];
/** What follows from it, and the event feed, which it follows and adds to. */
const derived = ['CORRELATION', 'SPAN', 'GROUP', 'CHAIN', 'FINDING', 'EVENTS', 'EVENTS#*'];

/**
 * What no single router can tell. Several calls at once do no harm, as one commits and the others load what it committed; so no
 * concurrency is taken from the account.
 */
export class Correlate extends Construct {
  constructor(scope: Construct, id: string, props: CorrelateProps) {
    super(scope, id);
    const environment: CorrelateEnvironment = { TABLE_NAME: props.table.tableName, LOG_LEVEL: props.logLevel };
    const handler = new BundledFunction(this, 'Function', {
      bundle: 'correlate',
      description: 'Chains, groups and elements over all routers',
      environment: { ...environment },
      // It has all elements in memory.
      memorySize: 1024,
      // The first time there is a commit for each few hundred elements.
      timeout: Duration.minutes(5),
      logDays: props.retention.logDays,
    });
    props.table.grantReadAndPut(handler, { reads: [...told, ...derived], puts: derived });
    wakeOnEvents(handler, props.table);
  }
}
