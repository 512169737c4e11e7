import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { RulesBook } from '../rules-book.ts';
import { stationMetrics } from '../station-metrics.ts';
import { usagePublisher } from '../store-metrics.ts';
import { correlateConfigFromEnvironment } from './config.ts';
import { type CorrelateResult, Correlator } from './correlate.ts';

const { tableName, logLevel } = correlateConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'correlate', logLevel });
const metrics = stationMetrics('correlate');
const store = new MeteredStore(new DynamoDbStore(new DynamoDBClient({}), tableName));
const publishUsage = usagePublisher(store, 'correlate');

/** Lives as long as the process: what it remembers saves most runs all reads but those of what changed. */
const correlator = new Correlator({
  store,
  book: new RulesBook(store, Date.now),
  now: Date.now,
  metrics: { count: (name, value) => metrics.addMetric(name, MetricUnit.Count, value) },
});

/** Whatever calls it: the feed says what there is to do. */
export async function handler(): Promise<CorrelateResult> {
  try {
    const result = await correlator.run();
    if (result.changes > 0) logger.info('correlated', { ...result });
    return result;
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    publishUsage();
  }
}
