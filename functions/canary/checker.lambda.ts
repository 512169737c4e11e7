import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { stationMetrics } from '../station-metrics.ts';
import { type CheckResult, check } from './check.ts';
import { checkerConfigFromEnvironment } from './config.ts';
import { newNonce } from './nonce.ts';
import { callSpeaker, isShown } from './requests.ts';

const metrics = stationMetrics('canary');

/** Each run: does a route that is said to the station come out of its API? */
export async function handler(): Promise<CheckResult> {
  const config = checkerConfigFromEnvironment(process.env);
  const logger = new Logger({ serviceName: 'canary', logLevel: config.logLevel });
  const result = await check(
    {
      speak: (nonce) => callSpeaker(config, nonce),
      find: (nonce) => isShown(config, nonce),
      now: Date.now,
      wait: (milliseconds) => wait(milliseconds),
    },
    newNonce(),
    config.patience,
  );
  if (!result.success) logger.error('the canary failed', { ...result });
  metrics.addMetric('canarySuccess', MetricUnit.Count, result.success ? 1 : 0);
  if (result.seconds !== null) metrics.addMetric('canarySeconds', MetricUnit.Seconds, result.seconds);
  metrics.publishStoredMetrics();
  return result;
}
