import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { stationMetrics } from '../station-metrics.ts';
import { usagePublisher } from '../store-metrics.ts';
import { sweepConfigFromEnvironment } from './config.ts';
import { takeGauges } from './gauges.ts';
import { createSweep, type SweepResult } from './sweep.ts';

const { tableName, streamName, timings, logLevel } = sweepConfigFromEnvironment(process.env);
const logger = new Logger({ serviceName: 'sweep', logLevel });
const metrics = stationMetrics('sweep');
const kinesis = new KinesisClient({});
const store = new MeteredStore(new DynamoDbStore(new DynamoDBClient({}), tableName));
const publishUsage = usagePublisher(store, 'sweep');

const sweep = createSweep({
  store,
  stream: {
    async put(PartitionKey, Data) {
      await kinesis.send(new PutRecordCommand({ StreamName: streamName, PartitionKey, Data }));
    },
  },
  timings,
  now: Date.now,
});

export async function handler(): Promise<SweepResult> {
  try {
    const result = await sweep.run();
    if (result.stale.length + result.expired.length > 0) logger.warn('routers absent', { ...result });
    for (const [name, value] of Object.entries(await takeGauges(store, Date.now()))) {
      metrics.addMetric(name, name.endsWith('Seconds') ? MetricUnit.Seconds : MetricUnit.Count, value);
    }
    return result;
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    publishUsage();
  }
}
