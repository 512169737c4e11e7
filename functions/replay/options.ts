import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';
import { lambdaPrefix } from './bucket-failures.ts';

export interface ReplayOptions {
  source: { kind: 'bucket'; bucket: string; prefix: string } | { kind: 'file'; path: string };
  /** Names of failures; null: all that there are. */
  names: string[] | null;
  stream: string;
  table: string;
  dryRun: boolean;
  waitSeconds: number;
  json: boolean;
}

export const usage = `Usage: npm run replay -- (--bucket BUCKET | --file FILE) --stream STREAM --table TABLE [options]

Puts back into the stream what ingest gave up on, where that is not too late, waits until ingest has taken it, and says of
each router what came of it. What is settled is moved under replayed/ (of a file: noted in FILE.replayed); the rest stays,
and this can be run again.

  --bucket BUCKET   bucket of the failures (output ArchiveBucket of the stack)
  --prefix PREFIX   only objects whose keys begin so, default ${lambdaPrefix}
  --object KEY      only this one; may be repeated
  --file FILE       failed-batches.jsonl of a directory that npm start -- --data keeps
  --stream STREAM   stream (output StreamName)
  --table TABLE     table (output TableName), to see where ingest stands; read only
  --wait SECONDS    how long ingest may take to come to it, default 120
  --dry-run         say what would be put back, and do nothing
  --json            the result as one JSON document
  --help            print this

It works with the credentials of who calls it: s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject on the bucket,
kinesis:PutRecord on the stream, dynamodb:GetItem on the table. Ends with 0 if all is settled, 5 if something is left,
2 for a wrong command line, 1 if it failed.
`;

const flags = {
  bucket: { type: 'string' },
  prefix: { type: 'string', default: lambdaPrefix },
  object: { type: 'string', multiple: true },
  file: { type: 'string' },
  stream: { type: 'string' },
  table: { type: 'string' },
  wait: { type: 'string', default: '120' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Null where help is asked for. @throws UsageError */
export function parseReplayOptions(args: readonly string[]): ReplayOptions | null {
  const values = parsed(args);
  if (values.help) return null;
  const waitSeconds = Number(values.wait);
  if (!Number.isFinite(waitSeconds) || waitSeconds < 0) {
    throw new UsageError(`--wait ${values.wait}: a number of seconds is expected`);
  }
  return {
    source: sourceOf(values),
    names: values.object ?? null,
    stream: required('--stream', values.stream),
    table: required('--table', values.table),
    dryRun: values['dry-run'],
    waitSeconds,
    json: values.json,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function sourceOf({ bucket, file, prefix, object }: ReturnType<typeof parsed>): ReplayOptions['source'] {
  if (bucket !== undefined && file !== undefined) throw new UsageError('--bucket and --file: one of them is expected');
  if (bucket) return { kind: 'bucket', bucket, prefix };
  if (file && object !== undefined) throw new UsageError('--object: is for --bucket');
  if (file) return { kind: 'file', path: file };
  throw new UsageError('--bucket or --file: where the failures are');
}

function required(flag: string, value: string | undefined): string {
  if (!value) throw new UsageError(`${flag}: required`);
  return value;
}
