import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { SweepEnvironment } from '#functions/sweep/config.ts';
import type { StationConfig } from './config.ts';
import { BundledFunction } from './function.ts';
import { scheduledCall } from './scheduled-call.ts';
import type { Stream } from './stream.ts';
import type { Table } from './table.ts';

export interface SweepProps extends Pick<StationConfig, 'timings' | 'logLevel' | 'retention'> {
  stream: Stream;
  table: Table;
}

/** Once a minute: what follows from silence. It tells ingest through the stream, so that ingest stays the only writer. */
export class Sweep extends Construct {
  constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    const { stream, table } = props;
    const environment: SweepEnvironment = {
      TABLE_NAME: table.tableName,
      STREAM_NAME: stream.streamName,
      TIMINGS: JSON.stringify(props.timings),
      LOG_LEVEL: props.logLevel,
    };
    const handler = new BundledFunction(this, 'Function', {
      bundle: 'sweep',
      description: 'Stale and lost sessions, once a minute',
      environment: { ...environment },
      memorySize: 256,
      // Below the interval, so that two never run at once.
      timeout: Duration.seconds(50),
      logDays: props.retention.logDays,
    });
    table.grantRead(handler);
    stream.grantPut(handler);
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // The next minute is the retry.
      target: scheduledCall(handler, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }
}
