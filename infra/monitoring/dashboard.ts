import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  SingleValueWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Watched } from './watched.ts';

export interface DashboardProps {
  stationName: string;
  watched: Watched;
  alarms: readonly Alarm[];
}

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);
const width = 8;

/** One page, in the way of a route: what is wrong, then routers, stream, ingest, table, events, answers. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { stationName, watched, alarms }: DashboardProps) {
    super(scope, id);
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: stationName,
      defaultInterval: Duration.hours(3),
    });
    // The widgets of CDK differ from its interface by `undefined`, which our compiler options tell apart.
    const rows: IWidget[][] = [
      [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 6, alarms: [...alarms] })],
      [numbersOf(watched)],
      routersOf(watched),
      streamOf(watched),
      stateOf(watched),
      answersOf(watched),
    ];
    for (const row of rows) dashboard.addWidgets(...row);
  }
}

function numbersOf({ metrics }: Watched): IWidget {
  const names = ['routersUp', 'routersSilent', 'collectorsUp', 'elements', 'halfOpenElements', 'criticalFindings'];
  return new SingleValueWidget({
    title: 'Now',
    width: 24,
    height: 4,
    metrics: names.map((name) => metrics.maximum('sweep', name)),
  });
}

const routersOf = ({ metrics, collectors }: Watched): IWidget[] => [
  graph('Sessions', [metrics.sum('collector', 'sessions'), metrics.sum('collector', 'pausedSessions')]),
  graph('Connections that ended badly', [
    metrics.sum('collector', 'sessionsLost', fiveMinutes),
    metrics.sum('collector', 'connectionsRejected', fiveMinutes),
    metrics.sum('collector', 'framingErrors', fiveMinutes),
    metrics.sum('collector', 'decodeErrors', fiveMinutes),
  ]),
  graph('Collectors, %', [
    collectors.metricCpuUtilization({ statistic: Stats.MAXIMUM, period: minute }),
    collectors.metricMemoryUtilization({ statistic: Stats.MAXIMUM, period: minute }),
    metrics.maximum('collector', 'connectionsUsed'),
  ]),
];

const streamOf = ({ metrics, stream }: Watched): IWidget[] => [
  graph('Stream, bytes a minute', [
    ofStream(stream.streamName, 'IncomingBytes'),
    metrics.sum('collector', 'bufferedBytes'),
  ]),
  graph('Stream, refused', [
    ofStream(stream.streamName, 'WriteProvisionedThroughputExceeded'),
    metrics.sum('collector', 'publishRetries'),
    metrics.sum('collector', 'claimRetries'),
  ]),
  graph('From record to stream, ms', [
    metrics.maximum('collector', 'publishP99'),
    metrics.maximum('collector', 'eventLoopP99'),
  ]),
];

const stateOf = ({ metrics, functions }: Watched): IWidget[] => [
  graph('Behind, seconds', [
    metrics.maximum('sweep', 'ingestLagSeconds'),
    metrics.maximum('sweep', 'publishLagSeconds'),
    metrics.maximum('compact', 'uncompactedSeconds'),
  ]),
  graph('Ingest', [
    metrics.sum('ingest', 'routes'),
    metrics.sum('ingest', 'records'),
    metrics.sum('ingest', 'poisonRecords'),
    metrics.sum('ingest', 'sequenceGaps'),
  ]),
  graph(
    'Write units',
    [...functions.keys()].filter(writes).map((name) => writeUnitsOf(metrics, name)),
  ),
];

const answersOf = ({ metrics, apiStage, functions, hasCanary }: Watched): IWidget[] => [
  ...(apiStage === null
    ? []
    : [
        graph('API, requests', [
          apiStage.metricCount({ period: fiveMinutes }),
          apiStage.metricClientError({ statistic: Stats.SUM, period: fiveMinutes }),
          apiStage.metricServerError({ statistic: Stats.SUM, period: fiveMinutes }),
        ]),
        graph('Answers, ms; the canary, s', [
          metrics.percentile('api', 'answerTime', 95, fiveMinutes),
          ...(hasCanary ? [metrics.maximum('canary', 'canarySeconds', fiveMinutes)] : []),
        ]),
      ]),
  graph(
    'Errors of functions',
    [...functions].map(([label, handler]) => handler.metricErrors({ statistic: Stats.SUM, period: minute, label })),
  ),
];

const writers = ['ingest', 'compact', 'correlate', 'publish'] as const;
type Writer = (typeof writers)[number];
const writes = (bundle: string): bundle is Writer => writers.some((writer) => writer === bundle);

const writeUnitsOf = (metrics: Watched['metrics'], name: Writer): Metric =>
  metrics.sum(name, 'writeRequestUnits').with({ label: name });

const ofStream = (StreamName: string, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/Kinesis',
    metricName,
    dimensionsMap: { StreamName },
    statistic: Stats.SUM,
    period: minute,
  });

const graph = (title: string, left: IMetric[]): IWidget => new GraphWidget({ title, left, width, height: 6 });
