import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import type { ArrivedRecord } from './shard-reader.ts';

/** A Lambda function on a Kinesis stream, as its event source mapping sees it. */
export type StreamHandler = (event: KinesisStreamEvent) => Promise<KinesisStreamBatchResponse | null | undefined>;

export interface EventOrigin {
  shardId: string;
  streamArn: string;
}

export function kinesisEvent(
  records: readonly ArrivedRecord[],
  { shardId, streamArn }: EventOrigin,
): KinesisStreamEvent {
  return {
    Records: records.map((record) => ({
      awsRegion: 'us-east-1',
      eventID: `${shardId}:${record.sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventSourceARN: streamArn,
      eventVersion: '1.0',
      invokeIdentityArn: 'arn:aws:iam::000000000000:role/local',
      kinesis: {
        approximateArrivalTimestamp: record.arrivedAt / 1000,
        data: Buffer.from(record.data.buffer, record.data.byteOffset, record.data.length).toString('base64'),
        kinesisSchemaVersion: '1.0',
        partitionKey: record.partitionKey,
        sequenceNumber: record.sequenceNumber,
      },
    })),
  };
}
