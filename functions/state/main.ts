import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UsageError } from '../usage-error.ts';
import { parseStateOptions, type StateOptions, usage } from './options.ts';
import { carryOut } from './state.ts';

/** `npm run state`, with the credentials and the region of who calls it. */
const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

async function main(): Promise<number> {
  const options = parseStateOptions(process.argv.slice(2));
  process.stdout.write(options === null ? usage : `${await carryOut(options, clientOf(options))}\n`);
  return exitCodes.ok;
}

/** None of the user's credentials go elsewhere than to AWS. */
const clientOf = ({ endpoint }: StateOptions): DynamoDBClient =>
  endpoint === null
    ? new DynamoDBClient({})
    : new DynamoDBClient({
        endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(isUsage ? `${message}\n\n${usage}` : `${message}\n`);
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.failed;
}
