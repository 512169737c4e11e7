import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
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
  async list(): Promise<RequestState[]> {
    const found: RequestState[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: '#pk = :pk',
          ExpressionAttributeNames: { '#pk': tableKeyNames.partition },
          ExpressionAttributeValues: { ':pk': kinds.request.pk },
          ...(after && { ExclusiveStartKey: after }),
        }),
      );
      found.push(...Items.map((item) => requestState.parse(item)));
      after = LastEvaluatedKey;
    } while (after !== undefined);
    return found;
  }

  async read(routerId: string): Promise<RequestState | null> {
    const item = await this.#get(kinds.request.key(routerId));
    return item === undefined ? null : requestState.parse(item);
  }

  async readCapture(routerId: string, captureId: string): Promise<CaptureState | null> {
    const item = await this.#get(kinds.capture.key(routerId, captureId));
    return item === undefined ? null : captureState.parse(item);
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

  async #get(key: Key): Promise<Record<string, unknown> | undefined> {
    const Key = keyAttributes(key);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }));
    return Item;
  }
}

const keyAttributes = ({ pk, sk }: Key): Record<string, string> => ({
  [tableKeyNames.partition]: pk,
  [tableKeyNames.sort]: sk,
});
