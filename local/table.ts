import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { tableKeyNames } from '#model/keys.ts';
import { clientSettings, type Endpoint, listenOnLoopback } from './loopback.ts';
import { waitFor } from './wait.ts';

export const localTableName = 'bmpaas';
/** Of the event source alone: in AWS the service keeps these. */
export const checkpointTableName = 'bmpaas-checkpoints';
export const checkpointKeyName = 'shardId';

export interface LocalTable {
  name: string;
  /** Where other processes of this machine reach it. */
  url: string;
  client: DynamoDBClient;
  close(): Promise<void>;
}

/**
 * An embedded DynamoDB table, and beside it the one of the checkpoints. With a directory, every acknowledged write
 * survives the death of the process. Both tables share one log, so even a power failure, which can cut its end off,
 * never leaves a checkpoint beyond the state it stands for.
 */
export async function openTable(directory?: string): Promise<LocalTable> {
  const endpoint = await listenOnLoopback(dynalite({ createTableMs: 0, ...(directory && { path: directory }) }));
  const client = new DynamoDBClient(clientSettings(endpoint));
  try {
    await createTables(client);
  } catch (error) {
    await close(client, endpoint);
    throw error;
  }
  return { name: localTableName, url: endpoint.url, client, close: () => close(client, endpoint) };
}

const keysOfTables: Record<string, string[]> = {
  [localTableName]: [tableKeyNames.partition, tableKeyNames.sort],
  [checkpointTableName]: [checkpointKeyName],
};

async function createTables(client: DynamoDBClient): Promise<void> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const [name, keys] of Object.entries(keysOfTables)) {
    if (!TableNames.includes(name)) await createTable(client, name, keys);
    await waitFor(async () => (await statusOf(client, name)) === 'ACTIVE', `the embedded table ${name}`);
  }
}

async function createTable(client: DynamoDBClient, name: string, keys: string[]): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key): AttributeDefinition => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keys.map(
        (key, index): KeySchemaElement => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' }),
      ),
    }),
  );
}

async function statusOf(client: DynamoDBClient, name: string): Promise<string | undefined> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return Table?.TableStatus;
}

async function close(client: DynamoDBClient, endpoint: Endpoint): Promise<void> {
  client.destroy();
  await endpoint.close();
}
