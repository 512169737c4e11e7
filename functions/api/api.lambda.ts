import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { handle } from 'hono/aws-lambda';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { usagePublisher } from '../store-metrics.ts';
import { createApi } from './app.ts';
import { apiConfigFromEnvironment } from './config.ts';

const { tableName, retention, logLevel } = apiConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'api', logLevel });
const store = new MeteredStore(new DynamoDbStore(new DynamoDBClient(), tableName));
const publishUsage = usagePublisher(store, 'api');
const answer = handle(createApi({ store, retention, logger }));

export const handler: typeof answer = async (event, context) => {
  try {
    return await answer(event, context);
  } finally {
    publishUsage();
  }
};
