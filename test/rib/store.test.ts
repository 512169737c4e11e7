import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { openTable } from '#local/table.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { describeStore } from './store-conformance.ts';

const close = async () => {};

describeStore('the store in memory', async () => ({ store: new InMemoryStore(), close }));

describeStore('a metered store', async () => ({ store: new MeteredStore(new InMemoryStore()), close }));

describeStore('the store in DynamoDB', async () => {
  const table = await openTable();
  return { store: new DynamoDbStore(table.client, table.name), close: table.close };
});
