import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BusEntry } from '#functions/publish/event-bus.ts';
import { EventBridgeBus } from '#functions/publish/eventbridge-bus.ts';

/** Answers as EventBridge does, with what the test says. */
let server: Server;
let status: number;
let answer: unknown;
let requests: { target: string | undefined; body: unknown }[];
let bus: EventBridgeBus;

beforeEach(async () => {
  status = 200;
  requests = [];
  server = createServer(async (request, response) => {
    requests.push({ target: String(request.headers['x-amz-target']), body: JSON.parse(await text(request)) });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new EventBridgeClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
  bus = new EventBridgeBus(client, 'station');
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const entries: BusEntry[] = ['a', 'b'].map((subject) => ({
  source: 'bmpaas',
  detailType: 'peer.up',
  time: Date.UTC(2026, 0, 1),
  resources: [subject],
  detail: `{"subject":"${subject}"}`,
}));

test('entries are sent to the bus in one request, and the answer tells them apart', async () => {
  answer = {
    FailedEntryCount: 1,
    Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }],
  };
  expect(await bus.put(entries)).toEqual([null, 'ThrottlingException: slow']);
  const [request] = requests;
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
  answer = { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
  await expect(bus.put(entries)).rejects.toThrow('1 of 2 entries');
});

test('a request that failed is not repeated', async () => {
  status = 500;
  answer = { __type: 'InternalException' };
  await expect(bus.put(entries)).rejects.toThrow();
  expect(requests).toHaveLength(1);
});
