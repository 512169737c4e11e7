import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { itemsOf } from './checked-file.ts';
import { lastPartitions, ofTheMoment, rulesPartition, type Selection } from './kinds.ts';
import type { Pace } from './pace.ts';
import { type Item, partitionOf } from './state-file.ts';
import { TableReader } from './table-reader.ts';

export interface ImportProps {
  client: DynamoDBClient;
  tableName: string;
  pace: Pace;
}

const itemsPerCall = 25;
const callsAtOnce = 4;
const attempts = 12;
const longestPause = 5_000;

/** Whether the table has something of what is to be written to it. A station that runs has its collectors there, and those do not count. */
export async function hasSomethingOf(selection: Selection, props: ImportProps): Promise<boolean> {
  const table = new TableReader(props);
  const pages = selection === 'rules' ? table.partition(rulesPartition) : table.scan(1);
  for await (const items of pages) if (items.some((item) => partitionOf(item) !== ofTheMoment)) return true;
  return false;
}

/** Writes all items of a file that has been checked, over those that are there, and answers how many. What is to come last is written once all before it is. */
export async function importItems(path: string, props: ImportProps): Promise<number> {
  const running = new Set<Promise<void>>();
  let batch: Item[] = [];
  let count = 0;
  const flush = (): void => {
    if (batch.length === 0) return;
    const call = writeBatch(batch, props).then(() => void running.delete(call));
    running.add(call);
    batch = [];
  };
  let partition: string | undefined;
  for await (const item of itemsOf(path)) {
    const pk = partitionOf(item);
    if (pk !== partition && lastPartitions.includes(pk)) {
      flush();
      await Promise.all(running);
    }
    partition = pk;
    batch.push(item);
    count += 1;
    if (batch.length < itemsPerCall) continue;
    flush();
    if (running.size >= callsAtOnce) await Promise.race(running);
  }
  flush();
  await Promise.all(running);
  return count;
}

async function writeBatch(items: readonly Item[], { client, tableName, pace }: ImportProps): Promise<void> {
  let left: WriteRequest[] = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > attempts) throw new Error(`${tableName} left ${left.length} items undone, ${attempts} times`);
    if (attempt > 1) await sleep(Math.min(longestPause, 50 * 2 ** attempt));
    const { UnprocessedItems, ConsumedCapacity = [] } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [tableName]: left }, ReturnConsumedCapacity: 'TOTAL' }),
    );
    await pace.used(ConsumedCapacity.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0));
    left = UnprocessedItems?.[tableName] ?? [];
  }
}
