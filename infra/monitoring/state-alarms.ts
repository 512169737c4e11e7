import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, sumOfAll } from './alarm-definition.ts';
import type { Watched } from './watched.ts';

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);
const quarter = Duration.minutes(15);

/** The table, and what works on what is in it. */
export const stateAlarms = ({ metrics, tableName }: Watched): AlarmDefinition[] => [
  {
    id: 'TableThrottled',
    section: 'table-throttled',
    because:
      'A table on demand takes twice its former peak at once. Above that it throttles for some minutes; ten of fifteen are no step.',
    metric: new MathExpression({
      expression: sumOfAll,
      usingMetrics: {
        reads: ofTable(tableName, 'ReadThrottleEvents'),
        writes: ofTable(tableName, 'WriteThrottleEvents'),
      },
      label: 'requests throttled',
      period: minute,
    }),
    bound: { above: 0 },
    outOf: [10, 15],
    missing: 'fine',
  },
  {
    id: 'CompactionBehind',
    section: 'compaction-behind',
    because:
      'A log is merged after an hour at the latest. Three hours are two that failed; after four days blocks of the base begin to expire.',
    metric: metrics.maximum('compact', 'uncompactedSeconds', fiveMinutes),
    bound: { above: 3 * 3600 },
    outOf: [3, 3],
    missing: 'alarm',
  },
  {
    id: 'PublishingBehind',
    section: 'publishing-behind',
    because:
      'Events leave within seconds. After five minutes something refuses them; they wait in the feed for thirty days.',
    metric: metrics.maximum('sweep', 'publishLagSeconds'),
    bound: { above: 300 },
    outOf: [5, 5],
    missing: 'fine',
  },
  {
    id: 'EventsMissed',
    section: 'publishing-behind',
    because: 'Events expired in the feed before any bus had taken them.',
    metric: metrics.sum('publish', 'feedItemsMissed', quarter),
    bound: { above: 0 },
    outOf: [1, 1],
    missing: 'fine',
  },
];

const ofTable = (TableName: string, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName },
    statistic: Stats.SUM,
    period: minute,
  });
