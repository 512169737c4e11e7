import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { type LocalTable, openTable } from '#local/table.ts';

/** What only DynamoDB does to a store: the service's answers are changed between it and the client. */

let table: LocalTable;
let store: DynamoDbStore;

beforeEach(async () => {
  table = await openTable();
  store = new DynamoDbStore(table.client, table.name);
});
afterEach(async () => {
  vi.useRealTimers();
  await table.close();
});

type Answer = (input: object, ask: (input: object) => Promise<object>) => Promise<object>;

/** Puts itself between the client and the service, for one kind of request. */
function intercept(command: string, answer: Answer): void {
  table.client.middlewareStack.add(
    (next, context) => async (request) => {
      if (context.commandName !== command) return next(request);
      const ask = async (input: object) => (await next({ ...request, input: { ...request.input, ...input } })).output;
      return { response: {}, output: { $metadata: {}, ...(await answer(request.input, ask)) } };
    },
    { step: 'initialize', priority: 'low' },
  );
}

const puts = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ put: { key: { pk: 'P', sk: `${n + 100}` }, document: { n } } }));

const requestsOf = (input: object): unknown[] =>
  (input as { RequestItems: Record<string, unknown[]> }).RequestItems[table.name] ?? [];

test('writes that a throttled table leaves undone are sent again until all are taken', async () => {
  const sizes: number[] = [];
  intercept('BatchWriteItemCommand', async (input, ask) => {
    const batch = requestsOf(input);
    sizes.push(batch.length);
    await ask({ RequestItems: { [table.name]: batch.slice(0, 10) } });
    return { UnprocessedItems: batch.length > 10 ? { [table.name]: batch.slice(10) } : {} };
  });
  await store.write(puts(30));
  expect(sizes).toEqual([25, 15, 5, 5]);
  expect((await store.query('P')).items).toHaveLength(30);
});

test('a table that takes nothing for half a minute makes a write fail', async () => {
  vi.useFakeTimers();
  let attempts = 0;
  intercept('BatchWriteItemCommand', async (input) => {
    attempts += 1;
    return { UnprocessedItems: { [table.name]: requestsOf(input) } };
  });
  const written = expect(store.write(puts(3))).rejects.toThrow('3 writes undone');
  await vi.runAllTimersAsync();
  await written;
  expect(attempts).toBe(13);
});

test('an item that never changes is read from a replica, and from the leader where the replica has not heard of it', async () => {
  const key = { pk: 'P', sk: 'a' };
  await store.write([{ put: { key, document: { n: 1 } } }]);
  const consistent: unknown[] = [];
  let lags = false;
  intercept('GetItemCommand', async (input, ask) => {
    const { ConsistentRead } = input as { ConsistentRead?: boolean };
    consistent.push(ConsistentRead);
    return lags && !ConsistentRead ? {} : ask(input);
  });
  expect(await store.getImmutable(key)).toEqual({ n: 1 });
  lags = true;
  expect(await store.getImmutable(key)).toEqual({ n: 1 });
  expect(consistent).toEqual([false, false, true]);
});
