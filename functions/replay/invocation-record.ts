import * as z from 'zod';

/** A record that ingest gave up on, as it lay in the stream. */
export interface DiscardedRecord {
  partitionKey: string;
  sequenceNumber: bigint;
  data: Uint8Array;
}

/** What was kept of a failure is not what can be put back; the message says why. */
export class UnusableFailure extends Error {
  override name = 'UnusableFailure';
}

const event = z.object({
  Records: z.array(
    z.object({
      kinesis: z.object({
        partitionKey: z.string().min(1),
        sequenceNumber: z.string().regex(/^\d+$/),
        data: z.base64(),
      }),
    }),
  ),
});

/** Of the invocation record that Lambda leaves in a bucket, what is read here. `payload` is the whole event, as JSON in a string. */
const invocationRecord = z.object({
  KinesisBatchInfo: z.object({ shardId: z.string(), batchSize: z.int() }),
  payload: z.union([z.string().transform(parsedJson), z.looseObject({})]).optional(),
});

/** The records of a failure in the order of the stream. @throws UnusableFailure */
export function discardedRecords(text: string): DiscardedRecord[] {
  const record = invocationRecord.safeParse(parsedOrUndefined(text));
  if (!record.success) throw new UnusableFailure('is no invocation record of a Kinesis batch');
  const { payload, KinesisBatchInfo } = record.data;
  if (payload === undefined) {
    throw new UnusableFailure(`tells of ${KinesisBatchInfo.batchSize} records, and does not have them`);
  }
  const batch = event.safeParse(payload);
  if (!batch.success)
    throw new UnusableFailure(`has a payload that is no Kinesis event: ${z.prettifyError(batch.error)}`);
  const records = batch.data.Records.map(({ kinesis }) => ({
    partitionKey: kinesis.partitionKey,
    sequenceNumber: BigInt(kinesis.sequenceNumber),
    data: new Uint8Array(Buffer.from(kinesis.data, 'base64')),
  }));
  return records.toSorted((a, b) => (a.sequenceNumber < b.sequenceNumber ? -1 : 1));
}

function parsedJson(text: string, context: z.RefinementCtx): unknown {
  const value = parsedOrUndefined(text);
  if (value === undefined) context.addIssue({ code: 'custom', message: 'is no JSON' });
  return value ?? z.NEVER;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
