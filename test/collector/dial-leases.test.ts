import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DynamoDbDialLeases } from '#collector/dial/dynamodb-dial-leases.ts';
import { type LocalTable, openTable } from '#local/table.ts';

let table: LocalTable;
let leases: DynamoDbDialLeases;

beforeAll(async () => {
  table = await openTable();
  leases = new DynamoDbDialLeases(DynamoDBDocumentClient.from(table.client), table.name);
});
afterAll(() => table.close());

const request = (target: string, collectorId: string, now: number) => ({ target, collectorId, now, until: now + 100 });

test('a lease is its holder’s until it ends', async () => {
  expect(await leases.hold(request('192.0.2.1:11019', 'a', 1000))).toBe(true);
  expect(await leases.hold(request('192.0.2.1:11019', 'b', 1050))).toBe(false);
  expect(await leases.hold(request('192.0.2.1:11019', 'a', 1080))).toBe(true);
  expect(await leases.hold(request('192.0.2.1:11019', 'b', 1150))).toBe(false);
  expect(await leases.hold(request('192.0.2.1:11019', 'b', 1181))).toBe(true);
  expect(await leases.hold(request('192.0.2.1:11019', 'a', 1190))).toBe(false);
});

test('one that is released is free, and only its holder can release it', async () => {
  await leases.hold(request('[2001:db8::1]:11019', 'a', 1000));
  await leases.release('[2001:db8::1]:11019', 'b', 1010);
  expect(await leases.hold(request('[2001:db8::1]:11019', 'b', 1020))).toBe(false);
  await leases.release('[2001:db8::1]:11019', 'a', 1030);
  expect(await leases.hold(request('[2001:db8::1]:11019', 'b', 1030))).toBe(true);
});

test('of many that want it at once one gets it', async () => {
  const wanting = Array.from({ length: 8 }, (_, index) => leases.hold(request('192.0.2.2:11019', `c${index}`, 1000)));
  expect((await Promise.all(wanting)).filter((held) => held)).toHaveLength(1);
});
