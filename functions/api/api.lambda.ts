import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { handle } from 'hono/aws-lambda';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { createApi } from './app.ts';
import { apiConfigFromEnvironment } from './config.ts';

const { tableName, logLevel } = apiConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'api', logLevel });

export const handler = handle(createApi({ store: new DynamoDbStore(new DynamoDBClient(), tableName), logger }));
