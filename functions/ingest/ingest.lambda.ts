import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { stationMetrics } from '../station-metrics.ts';
import { usagePublisher } from '../store-metrics.ts';
import { ingestConfigFromEnvironment } from './config.ts';
import { createIngest, type IngestHandler } from './handler.ts';

const { tableName, timings, logLevel } = ingestConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'ingest', logLevel });
const metrics = stationMetrics('ingest');
const store = new MeteredStore(new DynamoDbStore(new DynamoDBClient({}), tableName));
const publishUsage = usagePublisher(store, 'ingest');

const ingest = createIngest({
  store,
  timings,
  logger: { error: (message, detail) => logger.error(message, detail) },
  metrics: { count: (name, value) => metrics.addMetric(name, MetricUnit.Count, value) },
});

export const handler: IngestHandler = async (event) => {
  try {
    return await ingest.handler(event);
  } finally {
    metrics.publishStoredMetrics();
    publishUsage();
  }
};
