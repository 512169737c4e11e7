import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { CompactEnvironment, CompactEvent } from '#functions/compact/config.ts';
import type { StationConfig } from './config.ts';
import { BundledFunction } from './function.ts';
import { scheduledCall } from './scheduled-call.ts';
import type { Table } from './table.ts';

export interface CompactProps extends Pick<StationConfig, 'capacity' | 'retention' | 'logLevel'> {
  table: Table;
}

const interval = Duration.minutes(1);

/**
 * Once a minute and lane: the RIB logs into their bases, where that is due. A run may last for minutes, and the next begins
 * beside it. That needs no lock: it takes what the first has not come to, and of two at the same base one has worked in
 * vain, for some cents. A reserved concurrency would prevent that, and be refused by accounts that have little of it.
 */
export class Compact extends Construct {
  constructor(scope: Construct, id: string, props: CompactProps) {
    super(scope, id);
    const { table, retention } = props;
    const { compactionLanes } = props.capacity;
    const environment: CompactEnvironment = {
      TABLE_NAME: table.tableName,
      RETENTION_HOURS: String(retention.ribHours),
      LANES: String(compactionLanes),
      LOG_LEVEL: props.logLevel,
    };
    const handler = new BundledFunction(this, 'Function', {
      bundle: 'compact',
      description: 'RIB logs into bases',
      environment: { ...environment },
      // The largest that every account may have. 64 MiB of log, which are merged at once, take two thirds of it.
      memorySize: 3008,
      // Ten full tables take minutes, and no other time is as long.
      timeout: Duration.minutes(15),
      logDays: retention.logDays,
    });
    table.grantReadWrite(handler);
    // The next minute is the retry, of Lambda's queue too: it would keep what finds no free concurrency for six hours.
    const once = { retryAttempts: 0, maxEventAge: interval };
    handler.configureAsyncInvoke(once);
    for (let lane = 0; lane < compactionLanes; lane += 1) {
      const event: CompactEvent = { lane };
      new Schedule(this, `Schedule${lane}`, {
        schedule: ScheduleExpression.rate(interval),
        target: scheduledCall(handler, { ...once, input: ScheduleTargetInput.fromObject(event) }),
      });
    }
  }
}
