import { expect, test } from 'vitest';
import { discardedRecords, UnusableFailure } from '#functions/replay/invocation-record.ts';

const kinesis = (sequenceNumber: string, data: string) => ({
  kinesis: {
    kinesisSchemaVersion: '1.0',
    partitionKey: 'pe1',
    sequenceNumber,
    data: Buffer.from(data).toString('base64'),
    approximateArrivalTimestamp: 1_573_691_611.4,
  },
  eventSource: 'aws:kinesis',
});

/** As Lambda writes it: "Retain discarded batch records for a Kinesis Data Streams event source in Lambda", example of an S3 destination. */
const written = (payload?: unknown) => ({
  requestContext: {
    requestId: 'c9b8fa9f',
    functionArn: 'arn',
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 1,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2019-11-14T00:38:06.021Z',
  KinesisBatchInfo: {
    shardId: 'shardId-000000000001',
    startSequenceNumber: '49601189658422359378836298521827638475320189012309704722',
    endSequenceNumber: '49601189658422359378836298522902373528957594348623495186',
    approximateArrivalOfFirstRecord: '2019-11-14T00:38:04.835Z',
    approximateArrivalOfLastRecord: '2019-11-14T00:38:05.580Z',
    batchSize: 2,
    streamArn: 'arn:aws:kinesis:us-east-2:123456789012:stream/mystream',
  },
  ...(payload !== undefined && { payload }),
});

const whole = {
  Records: [kinesis('49601189658422359378836298522902373528957594348623495186', 'b'), kinesis('9', 'a')],
};

test.each([
  ['the event in a string', JSON.stringify(whole)],
  ['the event as it is', whole],
])('%s: its records, in the order of the stream', (_, payload) => {
  const records = discardedRecords(JSON.stringify(written(payload)));
  expect(records.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
    9n,
    49601189658422359378836298522902373528957594348623495186n,
  ]);
  expect(records.map(({ partitionKey, data }) => `${partitionKey} ${Buffer.from(data)}`)).toEqual(['pe1 a', 'pe1 b']);
});

test.each([
  ['is no JSON', '{"', 'is no invocation record'],
  ['is something else', '{"a":1}', 'is no invocation record'],
  ['is what a queue gets', JSON.stringify(written()), 'tells of 2 records, and does not have them'],
  ['has a payload that is cut off', JSON.stringify(written('{"Records":[')), 'is no invocation record'],
  ['has an event of another source', JSON.stringify(written({ Records: [{ Sns: {} }] })), 'is no Kinesis event'],
])('what %s is refused, with the reason', (_, text, reason) => {
  expect(() => discardedRecords(text)).toThrow(UnusableFailure);
  expect(() => discardedRecords(text)).toThrow(reason);
});
