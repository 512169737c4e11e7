import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { CaptureState, RequestState } from '#model/control.ts';
import { type Key, kinds, tableKeyNames } from '#model/keys.ts';
import type { Requests } from './requests.ts';

const captureRequest = z.object({
  id: z.string(),
  requestedAt: z.number(),
  requestedBy: z.string().nullable(),
  fileBytes: z.number(),
  files: z.number(),
  until: z.number(),
  fromSession: z.number(),
  stoppedAt: z.number().nullable(),
});

const requestState = z.object({
  routerId: z.string(),
  version: z.number(),
  capture: captureRequest.nullable(),
  resync: z.object({ session: z.number(), requestedAt: z.number(), requestedBy: z.string().nullable() }).nullable(),
});

const captureState = z.object({
  routerId: z.string(),
  captureId: z.string(),
  collectorId: z.string(),
  session: z.number(),
  state: z.enum(['capturing', 'waiting', 'ended']),
  endReason: z.string().nullable(),
  startedAt: z.number(),
  updatedAt: z.number(),
  messages: z.number(),
  bytes: z.number(),
  droppedMessages: z.number(),
  droppedBytes: z.number(),
  failure: z.string().nullable(),
  files: z.array(
    z.object({
      number: z.number(),
      name: z.string(),
      session: z.number(),
      bytes: z.number(),
      preambleBytes: z.number(),
      missingPeerUps: z.number(),
      follows: z.boolean(),
      messages: z.number(),
      firstAt: z.number(),
      lastAt: z.number(),
    }),
  ),
});

/** REQUEST items of the table, which the API writes, and CAPTURE items. */
export class DynamoDbRequests implements Requests {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  /** Eventually consistent: half a unit for each 4 KB, some twenty requests. */
  list(): Promise<RequestState[]> {
    const { partition } = tableKeyNames;
    return this.#query({
      KeyConditionExpression: `${partition} = :pk`,
      ExpressionAttributeValues: { ':pk': kinds.request.pk },
    });
  }

  /** Looks through the partition, too: more than that a collector may not do there. */
  async read(routerId: string): Promise<RequestState | null> {
    const { pk, sk } = kinds.request.key(routerId);
    const { partition, sort } = tableKeyNames;
    const [found = null] = await this.#query({
      KeyConditionExpression: `${partition} = :pk AND ${sort} = :sk`,
      ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
      ConsistentRead: true,
    });
    return found;
  }

  async readCapture(routerId: string, captureId: string): Promise<CaptureState | null> {
    const Key = keyAttributes(kinds.capture.key(routerId, captureId));
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }));
    return Item === undefined ? null : captureState.parse(Item);
  }

  async putCapture(state: CaptureState, ttl: number): Promise<boolean> {
    const key = keyAttributes(kinds.capture.key(state.routerId, state.captureId));
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...state, ...key, [tableKeyNames.ttl]: ttl },
          ConditionExpression: 'attribute_not_exists(#session) OR #session <= :session',
          ExpressionAttributeNames: { '#session': 'session' },
          ExpressionAttributeValues: { ':session': state.session },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async #query(wanted: Omit<QueryCommandInput, 'TableName'>): Promise<RequestState[]> {
    const found: RequestState[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({ ...wanted, TableName: this.#tableName, ...(after && { ExclusiveStartKey: after }) }),
      );
      found.push(...Items.map((item) => requestState.parse(item)));
      after = LastEvaluatedKey;
    } while (after !== undefined);
    return found;
  }
}

const keyAttributes = ({ pk, sk }: Key): Record<string, string> => ({
  [tableKeyNames.partition]: pk,
  [tableKeyNames.sort]: sk,
});
