import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { handle } from 'hono/aws-lambda';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { usagePublisher } from '../store-metrics.ts';
import { createApi } from './app.ts';
import { apiConfigFromEnvironment } from './config.ts';
import { belowPath, callerByGateway } from './gateway-request.ts';

const { tableName, logLevel, tokenPath, ...limits } = apiConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'api', logLevel });
const store = new MeteredStore(new DynamoDbStore(new DynamoDBClient(), tableName));
const publishUsage = usagePublisher(store, 'api');
const answer = handle(createApi({ ...limits, store, access: callerByGateway, logger }));

export const handler: typeof answer = async (event, context) => {
  try {
    return await answer(belowPath(event, tokenPath), context);
  } finally {
    publishUsage();
  }
};
