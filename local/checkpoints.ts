import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { checkpointKeyName, checkpointTableName, type LocalTable } from './table.ts';

/** How far each shard has been processed: the sequence number of the last record that is done with. */
export interface CheckpointStore {
  load(shardId: string): Promise<string | null>;
  save(shardId: string, sequenceNumber: string): Promise<void>;
}

/** Keeps them in the table's own log, see `openTable`. */
export function tableCheckpoints({ client }: Pick<LocalTable, 'client'>): CheckpointStore {
  const key = (shardId: string) => ({ [checkpointKeyName]: { S: shardId } });
  return {
    async load(shardId) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: checkpointTableName, Key: key(shardId), ConsistentRead: true }),
      );
      return Item?.sequenceNumber?.S ?? null;
    },
    async save(shardId, sequenceNumber) {
      const Item = { ...key(shardId), sequenceNumber: { S: sequenceNumber } };
      await client.send(new PutItemCommand({ TableName: checkpointTableName, Item }));
    },
  };
}
