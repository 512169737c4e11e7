import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Call, Reply } from './fault-proxy.ts';

/** What the drill has to understand of PutRecords. */

const entry = z.looseObject({ PartitionKey: z.string(), Data: z.string() });
const putRecords = z.looseObject({ Records: z.array(entry) });
const result = z.looseObject({ SequenceNumber: z.string().optional(), ErrorCode: z.string().optional() });
const putRecordsReply = z.looseObject({ Records: z.array(result) });

export type PutEntry = z.infer<typeof entry>;
export type PutResult = z.infer<typeof result>;

export const entriesOf = ({ body }: Call): PutEntry[] => putRecords.parse(body).Records;

/** Empty where the call as a whole was refused. */
export const resultsOf = ({ status, body }: Reply): PutResult[] =>
  status === 200 ? putRecordsReply.parse(body).Records : [];

/** One for each entry that is refused, by its error; null for one that goes on. */
export type Verdict = (entry: PutEntry) => string | null;

/** Forwards the entries that pass, and answers as Kinesis does for a call of which a part has failed. */
export async function putPartly(call: Call, forward: (call: Call) => Promise<Reply>, verdict: Verdict): Promise<Reply> {
  const entries = entriesOf(call);
  const errors = entries.map(verdict);
  const passing = entries.filter((_, index) => errors[index] === null);
  const reply = passing.length === 0 ? null : await forward({ ...call, body: { ...call.body, Records: passing } });
  if (reply !== null && reply.status !== 200) return reply;
  const taken = reply === null ? [] : resultsOf(reply);
  const Records = errors.map((error) =>
    error === null ? taken.shift() : { ErrorCode: error, ErrorMessage: 'injected by the drill' },
  );
  return { status: 200, body: { FailedRecordCount: entries.length - passing.length, Records } };
}

/** Of the two shards of the embedded stream: each has half of the keys' hashes. */
export const shardOf = (partitionKey: string): number => (createHash('md5').update(partitionKey).digest()[0] ?? 0) >> 7;

/** Octets as Kinesis counts them. */
export const octetsOf = ({ PartitionKey, Data }: PutEntry): number =>
  PartitionKey.length + Buffer.byteLength(Data, 'base64');
