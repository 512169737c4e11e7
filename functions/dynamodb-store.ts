import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Key, tableKeyNames } from '#model/keys.ts';
import { lastPerKey } from '#rib/store/last-per-key.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from '#rib/store/store.ts';

const batchWriteLimit = 25;
const firstRetryMilliseconds = 25;
const longestRetryMilliseconds = 2_000;
const retries = 12;

type Condition = Pick<
  PutCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;
type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

/** The platform's table in DynamoDB. Throttling beyond the SDK's own retries throws. */
export class DynamoDbStore implements Store {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    this.#tableName = tableName;
  }

  async get(key: Key): Promise<Document | undefined> {
    return this.#get(key, { ConsistentRead: true });
  }

  /** A replica that has not heard of the item yet is not believed. */
  async getImmutable(key: Key): Promise<Document | undefined> {
    return (await this.#get(key, { ConsistentRead: false })) ?? (await this.get(key));
  }

  async #get(key: Key, consistency: Pick<GetCommandInput, 'ConsistentRead'>): Promise<Document | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#tableName, Key: key, ...consistency }));
    return Item && documentOf(Item);
  }

  async write(writes: readonly Write[]): Promise<void> {
    const requests = lastPerKey(writes).map(requestOf);
    for (let start = 0; start < requests.length; start += batchWriteLimit) {
      await this.#writeBatch(requests.slice(start, start + batchWriteLimit));
    }
  }

  async #writeBatch(batch: Requests): Promise<void> {
    let left: Requests = batch;
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt > retries) throw new Error(`DynamoDB left ${left.length} writes undone after ${retries} retries`);
      if (attempt > 0) await pause(attempt);
      const { UnprocessedItems } = await this.#client.send(
        new BatchWriteCommand({ RequestItems: { [this.#tableName]: left } }),
      );
      left = UnprocessedItems?.[this.#tableName] ?? [];
    }
  }

  putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    return this.#putIf(conditionOf(version), itemOf(stored, ttl));
  }

  putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    return this.#putIf(olderThan(stored.document.version), itemOf(stored, ttl));
  }

  async #putIf(condition: Condition, Item: Record<string, unknown>): Promise<boolean> {
    try {
      await this.#client.send(new PutCommand({ TableName: this.#tableName, Item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async query(partition: string, range: Range = {}): Promise<Page> {
    const { conditions, values } = conditionsOf(range);
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        ConsistentRead: true,
        KeyConditionExpression: ['pk = :pk', ...conditions].join(' AND '),
        ExpressionAttributeValues: { ':pk': partition, ...values },
        ScanIndexForward: !range.descending,
        ...(range.limit !== undefined && { Limit: range.limit }),
        ...(startOf(partition, range) && { ExclusiveStartKey: startOf(partition, range) }),
      }),
    );
    const items = Items.map((item) => ({ key: { pk: partition, sk: String(item.sk) }, document: documentOf(item) }));
    return { items, next: LastEvaluatedKey ? String(LastEvaluatedKey.sk) : null };
  }
}

/** Every item has a partition key, so what has none is no item. */
const conditionOf = (version: number | null): Condition =>
  version === null
    ? { ConditionExpression: `attribute_not_exists(${tableKeyNames.partition})` }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      };

const olderThan = (version: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(#version) OR #version < :version',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': version },
});

/**
 * A key condition takes one test of the sort key, so a prefix is the condition and `after` the exclusive start,
 * which need not exist.
 */
function conditionsOf({ prefix, after, descending }: Range): { conditions: string[]; values: Record<string, string> } {
  if (prefix !== undefined) return { conditions: ['begins_with(sk, :prefix)'], values: { ':prefix': prefix } };
  if (after === undefined) return { conditions: [], values: {} };
  return { conditions: [descending ? 'sk < :after' : 'sk > :after'], values: { ':after': after } };
}

const startOf = (pk: string, { prefix, after }: Range): Key | undefined =>
  prefix !== undefined && after !== undefined ? { pk, sk: after } : undefined;

function documentOf(item: Record<string, unknown>): Document {
  const { [tableKeyNames.partition]: _pk, [tableKeyNames.sort]: _sk, [tableKeyNames.ttl]: _ttl, ...document } = item;
  return document;
}

const requestOf = (write: Write): Requests[number] =>
  'put' in write ? { PutRequest: { Item: itemOf(write.put, write.ttl) } } : { DeleteRequest: { Key: write.delete } };

const itemOf = ({ key, document }: Stored, ttl?: number): Record<string, unknown> => ({
  ...document,
  ...key,
  ...(ttl !== undefined && { [tableKeyNames.ttl]: ttl }),
});

const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => {
    const milliseconds = Math.min(longestRetryMilliseconds, firstRetryMilliseconds * 2 ** attempt);
    setTimeout(resolve, milliseconds * (0.5 + Math.random() / 2));
  });
