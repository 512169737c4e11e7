import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Key, kinds, tableKeyNames } from '#model/keys.ts';
import type { ClaimState, CollectorState } from '#model/state.ts';
import type { ClaimRequest, Claims } from './claims.ts';

const claimState = z.object({
  routerId: z.string(),
  session: z.number(),
  open: z.boolean(),
  source: z.string(),
  bgpId: z.string().nullable(),
  partitions: z.number(),
  collectorId: z.string(),
  openedAt: z.number(),
  heartbeatAt: z.number(),
  closedAt: z.number().nullable(),
});

/** A collector that has not spoken for so long needs no row of its own any more. */
const collectorRetentionSeconds = 86_400;

interface Change {
  key: Key;
  set: Record<string, unknown>;
  /** Takes the next session number. */
  nextSession: boolean;
  /** The session the item must have; null: there must be no item. */
  expected: number | null;
}

/** CLAIM and COLLECTOR items of the table. */
export class DynamoDbClaims implements Claims {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async read(routerId: string): Promise<ClaimState | null> {
    const Key = keyAttributes(kinds.claim.key(routerId));
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }));
    return Item === undefined ? null : claimState.parse(Item);
  }

  async open(request: ClaimRequest, seen: ClaimState | null): Promise<number | null> {
    const { routerId, source, bgpId, partitions, collectorId, now } = request;
    return this.#update({
      key: kinds.claim.key(routerId),
      set: {
        ...{ routerId, source, bgpId, partitions, collectorId },
        ...{ open: true, openedAt: now, heartbeatAt: now, closedAt: null },
      },
      nextSession: true,
      expected: seen?.session ?? null,
    });
  }

  async heartbeat(routerId: string, session: number, bgpId: string | null, now: number): Promise<boolean> {
    const set = { heartbeatAt: now, bgpId };
    const key = kinds.claim.key(routerId);
    return (await this.#update({ key, set, nextSession: false, expected: session })) !== null;
  }

  async close(routerId: string, session: number, now: number): Promise<void> {
    const set = { open: false, closedAt: now };
    await this.#update({ key: kinds.claim.key(routerId), set, nextSession: false, expected: session });
  }

  async putCollector(state: CollectorState): Promise<void> {
    const ttl = Math.floor(state.heartbeatAt / 1000) + collectorRetentionSeconds;
    const Item = { ...keyAttributes(kinds.collector.key(state.collectorId)), ...state, [tableKeyNames.ttl]: ttl };
    await this.#client.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  /** The session afterwards; null when the item is not as expected. */
  async #update(change: Change): Promise<number | null> {
    try {
      const { Attributes } = await this.#client.send(new UpdateCommand(this.#command(change)));
      return claimState.pick({ session: true }).parse(Attributes).session;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }

  #command({ key, set, nextSession, expected }: Change) {
    const names = Object.keys(set);
    const assignments = names.map((name) => `#${name} = :${name}`).join(', ');
    const values = Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value]));
    return {
      TableName: this.#tableName,
      Key: keyAttributes(key),
      UpdateExpression: `SET ${assignments}${nextSession ? ' ADD #session :one' : ''}`,
      ConditionExpression: expected === null ? 'attribute_not_exists(#session)' : '#session = :expected',
      ExpressionAttributeNames: {
        '#session': 'session',
        ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...values,
        ...(nextSession && { ':one': 1 }),
        ...(expected !== null && { ':expected': expected }),
      },
      ReturnValues: 'ALL_NEW',
    } as const;
  }
}

const keyAttributes = ({ pk, sk }: Key): Record<string, string> => ({
  [tableKeyNames.partition]: pk,
  [tableKeyNames.sort]: sk,
});
