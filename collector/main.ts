import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { pino } from 'pino';
import { captureDestinationOf } from './capture/open-destination.ts';
import { startCollector } from './collector.ts';
import { collectorConfigFromEnvironment } from './config.ts';
import { DynamoDbDialLeases } from './dial/dynamodb-dial-leases.ts';
import { DynamoDbClaims } from './dynamodb-claims.ts';
import { DynamoDbRequests } from './dynamodb-requests.ts';
import { KinesisSink, mostCalls } from './kinesis-sink.ts';

/** The time-outs turn a dead connection into a retry of ours. */
const clientSettings = (maxSockets: number) => ({
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    throwOnRequestTimeout: true,
    httpsAgent: { maxSockets },
  }),
});

const config = collectorConfigFromEnvironment(process.env);
const log = pino({ level: config.logLevel, base: { collector: config.collectorId } });
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(50)));
const collector = await startCollector(config, {
  claims: new DynamoDbClaims(documents, config.tableName),
  dialLeases: new DynamoDbDialLeases(documents, config.tableName),
  requests: new DynamoDbRequests(documents, config.tableName),
  captureDestination: captureDestinationOf(config.captures),
  sink: new KinesisSink(new KinesisClient(clientSettings(mostCalls)), config.streamName),
  log,
});

let stopping = false;

/** A second signal changes nothing: the first one already has a time limit. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping');
  await collector.stop();
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
