import * as z from 'zod';
import { type Call, type Fault, type Reply, refusal } from './fault-proxy.ts';
import type { Injected } from './injected.ts';
import { throughputExceeded } from './stream-faults.ts';
import { TokenBucket } from './token-bucket.ts';

export const claimsRefused = 'claims refused';

const requests = z.array(z.unknown());
const batchWrite = z.looseObject({ RequestItems: z.record(z.string(), requests) });
const batchReply = z.looseObject({ UnprocessedItems: z.record(z.string(), requests).default({}) });

/** The collector's alone: functions put whole items. */
const ofClaims = 'UpdateItem';

/**
 * So many requests a second, a batch counting by its items; of a batch what is too much comes back as unprocessed, as DynamoDB does.
 * Of what changes a claim each second request is refused, so that there are some.
 */
export function throttledTable(requestsPerSecond: number, injected: Injected): Fault {
  const bucket = new TokenBucket(requestsPerSecond);
  let claims = 0;
  const refused = () => {
    injected.add(throughputExceeded);
    return refusal(400, `com.amazonaws.dynamodb.v20120810#${throughputExceeded}`);
  };
  return async (call, forward) => {
    if (call.operation === 'BatchWriteItem') return (await writePartly(call, forward, bucket, injected)) ?? refused();
    if (call.operation === ofClaims && ++claims % 2 === 1) {
      injected.add(claimsRefused);
      return refused();
    }
    return bucket.take(1) || call.operation === ofClaims ? forward(call) : refused();
  };
}

/** Null where not even one item may be written. */
async function writePartly(
  call: Call,
  forward: (call: Call) => Promise<Reply>,
  bucket: TokenBucket,
  injected: Injected,
): Promise<Reply | null> {
  const all = Object.entries(batchWrite.parse(call.body).RequestItems);
  const taken: Record<string, unknown[]> = {};
  const left: Record<string, unknown[]> = {};
  for (const [table, items] of all) {
    for (const item of items) {
      const side = bucket.take(1) ? taken : left;
      side[table] = [...(side[table] ?? []), item];
    }
  }
  if (Object.keys(taken).length === 0) return null;
  const reply = await forward({ ...call, body: { ...call.body, RequestItems: taken } });
  if (reply.status !== 200) return reply;
  injected.add('items unprocessed', Object.values(left).flat().length);
  const { UnprocessedItems } = batchReply.parse(reply.body);
  return { ...reply, body: { ...reply.body, UnprocessedItems: merged(UnprocessedItems, left) } };
}

function merged(
  some: Readonly<Record<string, unknown[]>>,
  others: Readonly<Record<string, unknown[]>>,
): Record<string, unknown[]> {
  const tables = new Set([...Object.keys(some), ...Object.keys(others)]);
  return Object.fromEntries(Array.from(tables, (table) => [table, [...(some[table] ?? []), ...(others[table] ?? [])]]));
}
