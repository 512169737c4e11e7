import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { DynamoDbStore } from '../dynamodb-store.ts';
import { UsageError } from '../usage-error.ts';
import { BucketFailures } from './bucket-failures.ts';
import { FileFailures } from './file-failures.ts';
import { parseReplayOptions, type ReplayOptions, usage } from './options.ts';
import { replay } from './replay.ts';
import { isWhole, reportOf } from './report.ts';
import { streamWriter } from './stream-writer.ts';

/** `npm run replay`, with the credentials and the region of who calls it. */
const exitCodes = { whole: 0, failed: 1, usage: 2, left: 5 } as const;

async function main(): Promise<number> {
  const options = parseReplayOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(usage);
    return exitCodes.whole;
  }
  const { names, dryRun, waitSeconds } = options;
  const result = await replay({
    failures: failuresOf(options),
    store: new DynamoDbStore(new DynamoDBClient({}), options.table),
    // HTTP/1.1, which the embedded stream speaks, too.
    stream: streamWriter(new KinesisClient({ requestHandler: new NodeHttpHandler() }), options.stream),
    names,
    dryRun,
    waitSeconds,
  });
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : reportOf(result, dryRun));
  return isWhole(result) ? exitCodes.whole : exitCodes.left;
}

const failuresOf = ({ source }: ReplayOptions) =>
  source.kind === 'file'
    ? new FileFailures(source.path)
    : new BucketFailures(new S3Client({}), source.bucket, source.prefix);

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(isUsage ? `${error.message}\n\n${usage}` : `${String(error)}\n`);
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.failed;
}
