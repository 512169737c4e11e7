import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { kinds, tableKeyNames } from '#model/keys.ts';
import type { DialLeases, DialRequest } from './dial-leases.ts';

const leaseState = z.object({ collectorId: z.string(), until: z.number() });

/** Of a router that no station connects to any more nothing stays. */
const retentionSeconds = 86_400;

/** DIAL items of the table. */
export class DynamoDbDialLeases implements DialLeases {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  /** Looks first: that costs a tenth of a write that is refused. */
  async hold(request: DialRequest): Promise<boolean> {
    const { target, collectorId, now } = request;
    const lease = await this.#read(target);
    if (lease !== null && lease.collectorId !== collectorId && lease.until >= now) return false;
    return this.#put(request, 'attribute_not_exists(#collectorId) OR #collectorId = :us OR #until < :now');
  }

  async release(target: string, collectorId: string, now: number): Promise<void> {
    await this.#put({ target, collectorId, now, until: now - 1 }, '#collectorId = :us AND #until >= :now');
  }

  async #read(target: string): Promise<z.output<typeof leaseState> | null> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#tableName, Key: keyOf(target) }));
    return Item === undefined ? null : leaseState.parse(Item);
  }

  /** False when the condition does not hold. */
  async #put({ target, collectorId, now, until }: DialRequest, condition: string): Promise<boolean> {
    const ttl = Math.ceil(now / 1000) + retentionSeconds;
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keyOf(target), target, collectorId, until, [tableKeyNames.ttl]: ttl },
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#collectorId': 'collectorId', '#until': 'until' },
          ExpressionAttributeValues: { ':us': collectorId, ':now': now },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function keyOf(target: string): Record<string, string> {
  const { pk, sk } = kinds.dial.key(target);
  return { [tableKeyNames.partition]: pk, [tableKeyNames.sort]: sk };
}
