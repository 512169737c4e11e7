import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';
import type { Selection } from './kinds.ts';

interface Common {
  table: string;
  /** Capacity units a second. */
  rate: number;
  /** Of a DynamoDB that is not AWS's. */
  endpoint: string | null;
}

export type StateOptions =
  | ({ command: 'export'; to: string; selection: Selection; segments: number } & Common)
  | ({ command: 'import'; from: string; overwrite: boolean; dryRun: boolean } & Common);

export const usage = `Usage: npm run state -- export --table TABLE --to FILE [--only rules] [--segments N] [--rate N] [--endpoint URL]
       npm run state -- import --table TABLE --from FILE [--dry-run] [--overwrite] [--rate N] [--endpoint URL]

The state of a station as a file, and back into the table of another. The end of the file's name says how it is packed:
.zst, .gz, or not. docs/operations.md says when to take this, and when a backup of DynamoDB's own.

  --table TABLE   output TableName of the stack
  --to FILE       a file that does not exist; it appears when all is in it
  --only rules    the rules alone: what routers cannot tell again
  --segments N    scans side by side, 1 to 64, default 4
  --from FILE     is read through, and refused if it was cut off or changed, before anything is written
  --dry-run       checks the file and the table, and writes nothing
  --overwrite     also into a table that has something; of what both have, the file's counts
  --rate N        capacity units a second, default 2000
  --endpoint URL  DynamoDB elsewhere, as on one machine; its credentials are not looked at
  --help          print this

It works with the credentials of who calls it, which a station's own roles never have: dynamodb:Scan and dynamodb:Query to
export, these and dynamodb:BatchWriteItem to import. Ends with 0, 2 for a wrong command line, 1 if it failed or refused.
`;

const flags = {
  table: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  only: { type: 'string' },
  segments: { type: 'string' },
  rate: { type: 'string' },
  endpoint: { type: 'string' },
  'dry-run': { type: 'boolean' },
  overwrite: { type: 'boolean' },
  help: { type: 'boolean', default: false },
} as const;

type Flag = keyof typeof flags;

const commands: Record<StateOptions['command'], readonly Flag[]> = {
  export: ['table', 'to', 'only', 'segments', 'rate', 'endpoint'],
  import: ['table', 'from', 'dry-run', 'overwrite', 'rate', 'endpoint'],
};

/** Null where help is asked for. @throws UsageError */
export function parseStateOptions(args: readonly string[]): StateOptions | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const [command, ...more] = positionals;
  if (command !== 'export' && command !== 'import') throw new UsageError('export or import: which of them?');
  if (more.length > 0) throw new UsageError(`${more.join(' ')}: not expected`);
  for (const flag of Object.keys(flags) as Flag[])
    if (values[flag] !== undefined && flag !== 'help' && !commands[command].includes(flag))
      throw new UsageError(`--${flag}: is not for ${command}`);
  const table = required('--table', values.table);
  const endpoint = values.endpoint ?? null;
  const rate = whole('--rate', values.rate, 2000, 1_000_000);
  if (command === 'export') {
    const segments = whole('--segments', values.segments, 4, 64);
    return {
      command,
      table,
      to: required('--to', values.to),
      selection: selectionOf(values.only),
      segments,
      rate,
      endpoint,
    };
  }
  const from = required('--from', values.from);
  return {
    command,
    table,
    from,
    overwrite: values.overwrite ?? false,
    dryRun: values['dry-run'] ?? false,
    rate,
    endpoint,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function required(flag: string, value: string | undefined): string {
  if (!value) throw new UsageError(`${flag}: required`);
  return value;
}

function selectionOf(text: string | undefined): Selection {
  if (text === undefined) return 'all';
  if (text !== 'rules') throw new UsageError(`--only ${text}: rules is all that can be had alone`);
  return text;
}

function whole(flag: string, text: string | undefined, otherwise: number, most: number): number {
  const value = Number(text ?? otherwise);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`${flag} ${text}: a whole number from 1 to ${most} is expected`);
  return value;
}
