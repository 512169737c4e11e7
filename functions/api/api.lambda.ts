import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { handle } from 'hono/aws-lambda';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { stationMetrics } from '../station-metrics.ts';
import { usagePublisher } from '../store-metrics.ts';
import { createApi } from './app.ts';
import { apiConfigFromEnvironment } from './config.ts';
import { S3Links } from './control/s3-links.ts';
import { belowPath, callerByGateway } from './gateway-request.ts';

const { tableName, logLevel, tokenPath, captures: place, ...limits } = apiConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'api', logLevel });
const client = new DynamoDBClient();
const store = new MeteredStore(new DynamoDbStore(client, tableName));
const { credentials } = client.config;
const captures = place && new S3Links({ ...place, credentials, region: await client.config.region() });
const metrics = stationMetrics('api');
const publishUsage = usagePublisher(store, 'api');
const answer = handle(createApi({ ...limits, store, captures, access: callerByGateway, logger }));

export const handler: typeof answer = async (event, context) => {
  const began = performance.now();
  try {
    return await answer(belowPath(event, tokenPath), context);
  } finally {
    publishAnswerTime(event, performance.now() - began);
    publishUsage();
  }
};

/** Requests for events may wait for one, which makes them slow for no reason to look at. */
function publishAnswerTime(event: object, milliseconds: number): void {
  if ('rawPath' in event && String(event.rawPath).endsWith('/events')) return;
  metrics.addMetric('answerTime', MetricUnit.Milliseconds, milliseconds);
  metrics.publishStoredMetrics();
}
