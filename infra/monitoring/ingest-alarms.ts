import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, sumOfAll } from './alarm-definition.ts';
import type { Watched } from './watched.ts';

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);
const quarter = Duration.minutes(15);

/** The way of the records, from the stream into the table. */
export const ingestAlarms = ({ metrics, stream, functions, eventSourceMappingId }: Watched): AlarmDefinition[] => {
  const { streamName } = stream;
  return [
    {
      id: 'StreamThrottled',
      section: 'stream-throttled',
      because: 'A dump fills a shard for some minutes, and the routers wait. Ten of fifteen minutes are no dump.',
      metric: new Metric({
        namespace: 'AWS/Kinesis',
        metricName: 'WriteProvisionedThroughputExceeded',
        dimensionsMap: { StreamName: streamName },
        statistic: Stats.SUM,
        period: minute,
      }),
      bound: { above: 0 },
      outOf: [10, 15],
      missing: 'fine',
    },
    {
      id: 'StreamSlow',
      section: 'stream-throttled',
      because: 'A record is taken within a second. At ten seconds records wait, and routers with them.',
      metric: metrics.maximum('collector', 'publishP99'),
      bound: { above: 5_000 },
      outOf: [10, 15],
      missing: 'fine',
    },
    {
      id: 'IngestBehind',
      section: 'ingest-behind',
      because:
        'Batches are five seconds, and a full table takes a minute. After five minutes at two, what the API shows is old.',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'IteratorAge',
        dimensionsMap: { FunctionName: functionNamed(functions, 'ingest') },
        statistic: Stats.MAXIMUM,
        period: minute,
      }),
      bound: { above: 120_000 },
      outOf: [5, 5],
      missing: 'fine',
    },
    {
      id: 'IngestLag',
      section: 'ingest-behind',
      because: 'The same as the table shows it: also where ingest is not called at all.',
      metric: metrics.maximum('sweep', 'ingestLagSeconds'),
      bound: { above: 120 },
      outOf: [5, 5],
      missing: 'fine',
    },
    {
      id: 'DeadRecords',
      section: 'dead-records',
      because: 'A batch that was tried for twelve hours is out of the stream, and waits in the archive.',
      metric: new MathExpression({
        expression: sumOfAll,
        usingMetrics: {
          kept: ofEventSource(eventSourceMappingId, 'OnFailureDestinationDeliveredEventCount'),
          dropped: ofEventSource(eventSourceMappingId, 'DroppedEventCount'),
        },
        label: 'records given up',
        period: fiveMinutes,
      }),
      bound: { above: 0 },
      outOf: [1, 1],
      missing: 'fine',
    },
    {
      id: 'PoisonRecords',
      section: 'poison-records',
      because: 'A record that ingest could not apply is a fault of the station, or was not written by it.',
      metric: metrics.sum('ingest', 'poisonRecords', quarter),
      bound: { above: 0 },
      outOf: [1, 1],
      missing: 'fine',
    },
    {
      id: 'SequenceGaps',
      section: 'sequence-gaps',
      because: 'Records of a router are missing in the stream: what it said in them is not known.',
      metric: metrics.sum('ingest', 'sequenceGaps', quarter),
      bound: { above: 0 },
      outOf: [1, 1],
      missing: 'fine',
    },
  ];
};

function functionNamed(functions: Watched['functions'], bundle: string): string {
  const found = functions.get(bundle);
  if (found === undefined) throw new Error(`the station has no function ${bundle}`);
  return found.functionName;
}

const ofEventSource = (EventSourceMappingUUID: string, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID },
    statistic: Stats.SUM,
    period: fiveMinutes,
  });
