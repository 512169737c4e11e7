import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DynamoDbRequests } from '#collector/dynamodb-requests.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import type { CaptureState, RequestState } from '#model/control.ts';
import { kinds } from '#model/keys.ts';
import { readAll } from '#rib/store/documents.ts';
import { captureRequest } from './in-memory-requests.ts';

let table: LocalTable;
let store: DynamoDbStore;
let requests: DynamoDbRequests;
beforeAll(async () => {
  table = await openTable();
  store = new DynamoDbStore(table.client, table.name);
  requests = new DynamoDbRequests(DynamoDBDocumentClient.from(table.client), table.name);
});
afterAll(() => table.close());

const request = (routerId: string): RequestState => ({
  routerId,
  version: 1,
  capture: captureRequest({ requestedAt: 1000, until: 2000 }),
  resync: { session: 3, requestedAt: 1000, requestedBy: 'arn:aws:iam::111122223333:user/operator' },
});

test('what the API asks is read, of one router and of all', async () => {
  for (const id of ['pe1', 'pe2']) {
    await store.putIfVersion({ key: kinds.request.key(id), document: { ...request(id) } }, null, 2_000_000_000);
  }
  expect(await requests.read('pe1')).toEqual(request('pe1'));
  expect(await requests.read('pe')).toBeNull();
  expect(await requests.list()).toEqual([request('pe1'), request('pe2')]);
});

test('a capture: a later session goes on with it, an earlier one cannot touch it', async () => {
  const state = (session: number): CaptureState => ({
    ...{ routerId: 'pe1', captureId: 'c1', collectorId: 'a', session, state: 'capturing', endReason: null },
    ...{ startedAt: 1, updatedAt: 2, messages: 3, bytes: 4, droppedMessages: 0, droppedBytes: 0, failure: null },
    files: [
      {
        ...{ number: 1, name: 'pe1/c1/0000.bmp', session, bytes: 4, preambleBytes: 0, missingPeerUps: 0 },
        ...{ follows: false, messages: 3, firstAt: 1, lastAt: 2 },
      },
    ],
  });
  expect(await requests.readCapture('pe1', 'c1')).toBeNull();
  expect(await requests.putCapture(state(2), 2_000_000_000)).toBe(true);
  expect(await requests.putCapture(state(2), 2_000_000_000)).toBe(true);
  expect(await requests.putCapture(state(1), 2_000_000_000)).toBe(false);
  expect(await requests.readCapture('pe1', 'c1')).toEqual(state(2));
  expect(await requests.putCapture(state(3), 2_000_000_000)).toBe(true);
  expect(await readAll(store, 'capture', kinds.capture.prefixOf('pe1'))).toEqual([state(3)]);
});
