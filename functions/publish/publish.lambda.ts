import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Context } from 'aws-lambda';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { stationMetrics } from '../station-metrics.ts';
import { usagePublisher } from '../store-metrics.ts';
import { publishConfigFromEnvironment } from './config.ts';
import { EventBridgeBus } from './eventbridge-bus.ts';
import { Publisher, type PublishResult } from './publish.ts';

const { tableName, busName, logLevel } = publishConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'publish', logLevel });
const metrics = stationMetrics('publish');
const store = new MeteredStore(new DynamoDbStore(new DynamoDBClient({}), tableName));
const publishUsage = usagePublisher(store, 'publish');

/** The publisher repeats what has to be. A request has to be over well before what it reserves for one. */
const eventBridge = new EventBridgeClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

const publisher = new Publisher({
  store,
  bus: new EventBridgeBus(eventBridge, busName),
  now: Date.now,
  wait: (milliseconds) => wait(milliseconds),
  newHolder: randomUUID,
  metrics: { count: (name, value) => value > 0 && metrics.addMetric(name, MetricUnit.Count, value) },
  logger: { warn: (message, detail) => logger.warn(message, detail) },
});

/** Whatever calls it: the cursor says what there is to do. */
export async function handler(
  _event: unknown,
  { getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<PublishResult> {
  try {
    return await publisher.run(Date.now() + getRemainingTimeInMillis());
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    publishUsage();
  }
}
