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
  // Items of former versions lack what has a default.
  certified: z.boolean().default(false),
  partitions: z.number(),
  collectorId: z.string(),
  openedAt: z.number(),
  heartbeatAt: z.number(),
  closedAt: z.number().nullable(),
  openings: z.array(z.object({ session: z.number(), at: z.number() })).default([]),
  stationEnded: z.number().nullable().default(null),
  heldDownUntil: z.number().nullable().default(null),
});

/** A collector that has not spoken for so long needs no row of its own any more. */
const collectorRetentionSeconds = 86_400;

interface Change {
  key: Key;
  set: Record<string, unknown>;
  /** Takes the next session number. */
  nextSession?: true;
  /** All of them have to hold; their values are `values`. */
  conditions: readonly string[];
  values?: Record<string, unknown>;
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
    const { now, ...claim } = request;
    return this.#update({
      key: kinds.claim.key(request.routerId),
      set: { ...claim, open: true, openedAt: now, heartbeatAt: now, closedAt: null, heldDownUntil: null },
      nextSession: true,
      ...(seen === null ? { conditions: ['attribute_not_exists(#session)'] } : asSeen(seen)),
    });
  }

  async holdDown(seen: ClaimState, until: number): Promise<boolean> {
    const set = { heldDownUntil: until, openings: [] };
    return (await this.#update({ key: kinds.claim.key(seen.routerId), set, ...asSeen(seen) })) !== null;
  }

  async heartbeat(routerId: string, session: number, bgpId: string | null, now: number): Promise<boolean> {
    const set = { heartbeatAt: now, bgpId };
    return (await this.#update({ key: kinds.claim.key(routerId), set, ...ofSession(session) })) !== null;
  }

  async close(routerId: string, session: number, now: number, byStation: boolean): Promise<void> {
    const key = kinds.claim.key(routerId);
    const set = { open: false, closedAt: now, ...(byStation && { stationEnded: session }) };
    const closed = await this.#update({ key, set, ...ofSession(session) });
    if (closed !== null || !byStation) return;
    // The router was quicker and has its next session: that this one was ours to end still counts.
    const conditions = ['#session > :ended', '(NOT #stationEnded > :ended)'];
    await this.#update({ key, set: { stationEnded: session }, conditions, values: { ':ended': session } });
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

  #command({ key, set, nextSession, conditions, values }: Change) {
    const names = Object.keys(set);
    const assignments = names.map((name) => `#${name} = :${name}`).join(', ');
    return {
      TableName: this.#tableName,
      Key: keyAttributes(key),
      UpdateExpression: `SET ${assignments}${nextSession ? ' ADD #session :one' : ''}`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: Object.fromEntries([...names, 'session'].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        ...(nextSession && { ':one': 1 }),
        ...values,
      },
      ReturnValues: 'ALL_NEW',
    } as const;
  }
}

const ofSession = (session: number) => ({ conditions: ['#session = :expected'], values: { ':expected': session } });

/** The claim is still the one that was read: of the same session, and held down no more than then. Both set `heldDownUntil`. */
function asSeen({ session, heldDownUntil }: ClaimState) {
  const asThen = heldDownUntil === null ? 'NOT #heldDownUntil > :seenUntil' : '#heldDownUntil = :seenUntil';
  const values = { ':expected': session, ':seenUntil': heldDownUntil ?? 0 };
  return { conditions: ['#session = :expected', `(${asThen})`], values };
}

const keyAttributes = ({ pk, sk }: Key): Record<string, string> => ({
  [tableKeyNames.partition]: pk,
  [tableKeyNames.sort]: sk,
});
