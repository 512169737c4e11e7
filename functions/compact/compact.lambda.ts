import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { stationMetrics } from '../station-metrics.ts';
import { usagePublisher } from '../store-metrics.ts';
import { Compactor } from './compact.ts';
import { compactConfigFromEnvironment, compactEvent } from './config.ts';

/**
 * What is left to the last compaction of a run, milliseconds. The largest merges 64 MiB of log, 14 million rows, into a base
 * of as many: two minutes where that was measured, and about a minute of waiting for the table. One that is cut off has been
 * in vain, and so would the next be; one that is not begun any more waits a minute.
 */
const longestCompaction = 600_000;

const { tableName, retention, lanes, logLevel } = compactConfigFromEnvironment(process.env);
const eventSchema = compactEvent(lanes);
const logger = new Logger({ serviceName: 'compact', logLevel });
const metrics = stationMetrics('compact');
const store = new MeteredStore(new DynamoDbStore(new DynamoDBClient({}), tableName));
const publishUsage = usagePublisher(store, 'compact');

/** Lives as long as the process: what it remembers of manifests saves most runs all reads but that of the heads. */
const compactor = new Compactor({
  store,
  now: Date.now,
  newBatch: randomUUID,
  retention,
  metrics: { count: (name, value) => metrics.addMetric(name, MetricUnit.Count, value) },
  logger: {
    info: (message, detail) => logger.info(message, detail),
    error: (message, detail) => logger.error(message, detail),
  },
});

export async function handler(
  event: unknown,
  { getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<{ compactions: number }> {
  const { lane } = eventSchema.parse(event);
  try {
    const until = Date.now() + getRemainingTimeInMillis() - longestCompaction;
    const compactions = await compactor.run({ lane, lanes }, until);
    metrics.addMetric('uncompactedSeconds', MetricUnit.Seconds, compactor.uncompactedSeconds);
    return { compactions };
  } finally {
    // One that failed has nothing to tell, which Powertools would warn of.
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    publishUsage();
  }
}
