import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import type { Key } from '#model/keys.ts';
import { itemSize } from '#rib/store/item-size.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import type { Document } from '#rib/store/store.ts';

/**
 * What the metered store counts beside what the table says it has consumed, for the same requests. The table is dynalite,
 * whose sizes were found out on DynamoDB itself; it counts text by UTF-16 units, so there is only ASCII here.
 */

let table: LocalTable;
let client: DynamoDBDocumentClient;
let store: MeteredStore;
let partitions = 0;

beforeAll(async () => {
  table = await openTable();
  client = DynamoDBDocumentClient.from(table.client);
  store = new MeteredStore(new DynamoDbStore(table.client, table.name));
});
afterAll(() => table.close());

const total = { ReturnConsumedCapacity: 'TOTAL' } as const;

const consumedBy = ({ ConsumedCapacity }: Pick<QueryCommandOutput, 'ConsumedCapacity'>) =>
  ConsumedCapacity?.CapacityUnits;

const consumedByPut = async (Item: Document) =>
  consumedBy(await client.send(new PutCommand({ TableName: table.name, Item, ...total })));

const consumedByGet = async (Key: Key, ConsistentRead: boolean) =>
  consumedBy(await client.send(new GetCommand({ TableName: table.name, Key: { ...Key }, ConsistentRead, ...total })));

const consumedByQuery = async (pk: string) =>
  consumedBy(
    await client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ...total,
      }),
    ),
  );

/** The units that a call is counted with. */
async function unitsOf(call: Promise<unknown>): Promise<number> {
  await call;
  return store.takeUsage().reduce((sum, { readUnits, writeUnits }) => sum + readUnits + writeUnits, 0);
}

const asciiText = (maxLength: number) => fc.string({ unit: 'binary-ascii', maxLength });
/** The AWS SDK takes a map for an instance of what its attribute `constructor` says. */
const taken = ['pk', 'sk', 'ttl', 'pad', 'constructor'];
const name = fc.stringMatching(/^[a-z]{1,12}$/).filter((name) => !taken.includes(name));
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -10_000, max: 10_000 }),
  fc.integer({ min: -99_999, max: 99_999 }).map((thousandths) => thousandths / 1000),
  fc.double({ min: 1e-100, max: 1e15, noNaN: true }),
);
const { document } = fc.letrec<{ document: Document; value: unknown }>((tie) => ({
  document: fc.dictionary(name, tie('value'), { maxKeys: 6 }),
  value: fc.oneof(
    { maxDepth: 3 },
    asciiText(40),
    number,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('document'),
  ),
}));
const sortKey = asciiText(20).map((text) => `a${text}`);
const epochSeconds = fc.option(fc.integer({ min: 1, max: 4_000_000_000 }), { nil: undefined });

const blockOctets = 4096;

/** Of no item yet, whatever the property has tried before: one that is replaced is billed too. */
const freshKey = (sk: string): Key => ({ pk: `P#${partitions++}`, sk });

/** With octets added until it is of this size. */
function padded(key: Key, document: Document, octets: number, ttl?: number): Document {
  const withPad = { ...document, pad: new Uint8Array(0) };
  const missing = octets - itemSize({ key, document: withPad }, ttl);
  fc.pre(missing >= 0);
  return { ...document, pad: new Uint8Array(missing) };
}

test('an item put fills a block to the octet, and the next octet is one unit more', () =>
  fc.assert(
    fc.asyncProperty(sortKey, document, epochSeconds, async (sk, document, ttl) => {
      const key = freshKey(sk);
      for (const [octets, units] of [
        [blockOctets, 4],
        [blockOctets + 1, 5],
      ] as const) {
        const whole = padded(key, document, octets, ttl);
        expect(await consumedByPut({ ...whole, ...key, ...(ttl !== undefined && { ttl }) })).toBe(units);
        const write = { put: { key, document: whole }, ...(ttl !== undefined && { ttl }) };
        expect(await unitsOf(store.write([write]))).toBe(units);
      }
    }),
    { numRuns: 60 },
  ));

test('an item read fills a block to the octet, and the next octet is one unit more', () =>
  fc.assert(
    fc.asyncProperty(sortKey, document, async (sk, document) => {
      const key = freshKey(sk);
      for (const [octets, units] of [
        [blockOctets, 1],
        [blockOctets + 1, 2],
      ] as const) {
        await store.write([{ put: { key, document: padded(key, document, octets) } }]);
        store.takeUsage();
        expect(await consumedByGet(key, true)).toBe(units);
        expect(await unitsOf(store.get(key))).toBe(units);
        expect(await consumedByGet(key, false)).toBe(units / 2);
        expect(await unitsOf(store.getImmutable(key))).toBe(units / 2);
      }
    }),
    { numRuns: 40 },
  ));

test('what is not there is read and deleted at the lowest price', async () => {
  const key = { pk: 'P#none', sk: 'a' };
  expect(await consumedByGet(key, true)).toBe(await unitsOf(store.get(key)));
  const request = { RequestItems: { [table.name]: [{ DeleteRequest: { Key: key } }] }, ...total };
  const { ConsumedCapacity } = await client.send(new BatchWriteCommand(request));
  expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(await unitsOf(store.write([{ delete: key }])));
});

test('a query is rounded up as the table does', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(document, fc.nat(6000)), { minLength: 1, maxLength: 8 }), async (documents) => {
      const pk = `P#${partitions++}`;
      const puts = documents.map(([document, octets], index) => ({
        put: { key: { pk, sk: `${index}` }, document: { ...document, pad: new Uint8Array(octets) } },
      }));
      await store.write(puts);
      store.takeUsage();
      expect(await unitsOf(store.query(pk))).toBe(await consumedByQuery(pk));
    }),
    { numRuns: 40 },
  ));

test('every page of a long query is rounded up as the table does', async () => {
  const pk = 'P#long';
  const sortKeys = Array.from({ length: 6 }, (_, index) => `${index}`);
  await store.write(sortKeys.map((sk) => ({ put: { key: { pk, sk }, document: { data: new Uint8Array(300_000) } } })));
  store.takeUsage();
  const first = await store.query(pk);
  expect(first.next).toBe('3');
  const consumed = await consumedByQuery(pk);
  expect(store.takeUsage()).toMatchObject([{ operation: 'query', requests: 1, readUnits: consumed }]);
});
