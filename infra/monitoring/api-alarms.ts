import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { Watched } from './watched.ts';

const fiveMinutes = Duration.minutes(5);

/** Whether the station answers, and answers what was said to it. */
export function apiAlarms({ metrics, apiStage, hasCanary }: Watched): AlarmDefinition[] {
  if (apiStage === null) return [];
  const ofApi: AlarmDefinition[] = [
    {
      id: 'ApiErrors',
      section: 'api-errors',
      because: 'Five of five minutes are no accident. That health is 503 counts too: who asks has to be told.',
      metric: apiStage.metricServerError({ statistic: Stats.SUM, period: fiveMinutes }),
      bound: { above: 5 },
      outOf: [2, 3],
      missing: 'fine',
    },
    {
      id: 'ApiSlow',
      section: 'api-slow',
      because:
        'Look-ups take tens of milliseconds, the longest pages of routes two seconds. Requests that wait for events are not counted.',
      metric: metrics.percentile('api', 'answerTime', 95, fiveMinutes),
      bound: { above: 3_000 },
      outOf: [3, 3],
      missing: 'fine',
    },
  ];
  return hasCanary ? [...ofApi, canaryOf(metrics)] : ofApi;
}

const canaryOf = (metrics: Watched['metrics']): AlarmDefinition => ({
  id: 'CanaryFailing',
  section: 'canary-failing',
  because:
    'A route that was said to the station did not come out of its API, two times of three. One may fall into a deploy.',
  metric: metrics.minimum('canary', 'canarySuccess', fiveMinutes),
  bound: { below: 1 },
  outOf: [2, 3],
  missing: 'alarm',
});
