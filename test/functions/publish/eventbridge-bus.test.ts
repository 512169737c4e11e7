import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BusEntry } from '#functions/publish/event-bus.ts';
import { EventBridgeBus } from '#functions/publish/eventbridge-bus.ts';
import { FakeEventBridge } from './fake-eventbridge.ts';

let fake: FakeEventBridge;
let bus: EventBridgeBus;

beforeEach(async () => {
  fake = await FakeEventBridge.listen();
  const client = new EventBridgeClient({
    endpoint: fake.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
  bus = new EventBridgeBus(client, 'station');
});

afterEach(() => fake.close());

const entries: BusEntry[] = ['a', 'b'].map((subject) => ({
  source: 'bmpaas',
  detailType: 'peer.up',
  time: Date.UTC(2026, 0, 1),
  resources: [subject],
  detail: `{"subject":"${subject}"}`,
}));

test('entries are sent to the bus in one request, and the answer tells them apart', async () => {
  const refusal = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' };
  fake.answer = () => ({ FailedEntryCount: 1, Entries: [{ EventId: '1' }, refusal] });
  expect(await bus.put(entries)).toEqual([null, 'ThrottlingException: slow']);
  const [request] = fake.requests;
  expect(request?.target).toBe('AWSEvents.PutEvents');
  expect(request?.body).toEqual({
    Entries: ['a', 'b'].map((subject) => ({
      EventBusName: 'station',
      Source: 'bmpaas',
      DetailType: 'peer.up',
      Time: Date.UTC(2026, 0, 1) / 1000,
      Resources: [subject],
      Detail: `{"subject":"${subject}"}`,
    })),
  });
});

test('an answer that does not tell of each entry is none', async () => {
  fake.answer = () => ({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  await expect(bus.put(entries)).rejects.toThrow('1 of 2 entries');
});

test('a request that failed is not repeated', async () => {
  fake.status = 500;
  fake.answer = () => ({ __type: 'InternalException' });
  await expect(bus.put(entries)).rejects.toThrow();
  expect(fake.requests).toHaveLength(1);
});
