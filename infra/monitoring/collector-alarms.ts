import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { Watched } from './watched.ts';

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);
const quarter = Duration.minutes(15);

/** Routers, and the collectors that they are connected to. */
export const collectorAlarms = ({ metrics, leastCollectors, collectors }: Watched): AlarmDefinition[] => [
  {
    id: 'SessionsLost',
    section: 'sessions-lost',
    because: 'One router that reboots is one session. Five in five minutes have a common cause.',
    metric: metrics.sum('collector', 'sessionsLost', fiveMinutes),
    bound: { above: 4 },
    outOf: [1, 1],
    missing: 'fine',
  },
  {
    id: 'RoutersSilent',
    section: 'routers-silent',
    because:
      'A router that was cut off reconnects within a minute or two; one that has not after five will not by itself.',
    metric: metrics.maximum('sweep', 'routersSilent'),
    bound: { above: 0 },
    outOf: [5, 5],
    missing: 'fine',
  },
  {
    id: 'NoRouterConnected',
    section: 'no-router-connected',
    because:
      'Routers were there in the last week and none is now: the way to the station is closed, or the station is down. Without values nobody looks.',
    metric: new MathExpression({
      expression: 'IF(up < 1 AND silent > 0, 1, 0)',
      usingMetrics: { up: metrics.maximum('sweep', 'routersUp'), silent: metrics.maximum('sweep', 'routersSilent') },
      label: 'no router of several',
      period: minute,
    }),
    bound: { above: 0 },
    outOf: [3, 3],
    missing: 'alarm',
  },
  {
    id: 'ConnectionsRejected',
    section: 'connections-turned-away',
    because:
      'Who is turned away tries again each minute or so: twenty in five minutes for a quarter of an hour are several routers, or one that insists.',
    metric: metrics.sum('collector', 'connectionsRejected', fiveMinutes),
    bound: { above: 20 },
    outOf: [3, 3],
    missing: 'fine',
  },
  {
    id: 'ConnectionsNearlyUsed',
    section: 'connections-turned-away',
    because:
      'When a collector is stopped, the others take its routers: a fifth of the connections has to be free for that.',
    metric: metrics.maximum('collector', 'connectionsUsed'),
    bound: { above: 80 },
    outOf: [3, 3],
    missing: 'fine',
  },
  {
    id: 'CollectorsMissing',
    section: 'collectors-missing',
    because: 'A task that dies is replaced within two minutes. A deploy starts the next before it stops the last.',
    metric: metrics.maximum('sweep', 'collectorsUp'),
    bound: { below: leastCollectors },
    outOf: [5, 5],
    missing: 'fine',
  },
  {
    id: 'CollectorMemory',
    section: 'collector-overloaded',
    because:
      'What waits to be published is bounded well below this. Above 85 % a task may be killed, and its routers dump anew.',
    metric: collectors.metricMemoryUtilization({ statistic: Stats.MAXIMUM, period: minute }),
    bound: { above: 85 },
    outOf: [3, 5],
    missing: 'fine',
  },
  {
    id: 'CollectorBusy',
    section: 'collector-overloaded',
    because:
      'While routers dump, an event waits for tens of milliseconds. Half a second for ten minutes is a CPU that does not suffice.',
    metric: metrics.maximum('collector', 'eventLoopP99'),
    bound: { above: 500 },
    outOf: [10, 10],
    missing: 'fine',
  },
  {
    id: 'RecordsAbandoned',
    section: 'records-abandoned',
    because: 'A collector that stops publishes what it has. What it gave up is missing until the routers dump again.',
    metric: metrics.sum('collector', 'abandonedBytes', fiveMinutes),
    bound: { above: 0 },
    outOf: [1, 1],
    missing: 'fine',
  },
  {
    id: 'DecodeErrors',
    section: 'decode-errors',
    because: 'Of routers that are supported there are none.',
    metric: metrics.sum('collector', 'decodeErrors', quarter),
    bound: { above: 0 },
    outOf: [1, 1],
    missing: 'fine',
  },
];
