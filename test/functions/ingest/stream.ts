import type { KinesisStreamEvent } from 'aws-lambda';
import { createIngest, type IngestHandler } from '#functions/ingest/handler.ts';
import type { StreamRecord } from '#model/record.ts';
import { encodeRecord } from '#model/record-codec.ts';
import type { Store } from '#rib/store/store.ts';

export interface Put {
  partitionKey: string;
  data: Uint8Array;
}

export const putsOf = (records: readonly StreamRecord[]): Put[] =>
  records.map((record) => ({ partitionKey: record.routerId, data: encodeRecord(record) }));

/** A Lambda event with sequence numbers from `first` on. */
export function kinesisEvent(puts: readonly Put[], first = 1): KinesisStreamEvent {
  const Records = puts.map(({ partitionKey, data }, index) => ({
    kinesis: {
      partitionKey,
      sequenceNumber: String(first + index).padStart(8, '0'),
      data: Buffer.from(data).toString('base64'),
      kinesisSchemaVersion: '1.0',
      approximateArrivalTimestamp: 0,
    },
    awsRegion: '',
    eventID: '',
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: '',
    eventVersion: '1.0',
    invokeIdentityArn: '',
  }));
  return { Records };
}

export interface CountingIngest {
  handler: IngestHandler;
  counts: Record<string, number>;
  errors: string[];
}

/** A fresh process of ingest, without anything cached. */
export function ingestOver(store: Store, now = Date.now): CountingIngest {
  const counts: Record<string, number> = {};
  const errors: string[] = [];
  const { handler } = createIngest({
    store,
    now,
    metrics: {
      count(name, value) {
        counts[name] = (counts[name] ?? 0) + value;
      },
    },
    logger: { error: (message, detail) => errors.push(`${message} ${JSON.stringify(detail)}`) },
  });
  return { handler, counts, errors };
}
