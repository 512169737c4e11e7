import { access } from 'node:fs/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { checkFile } from './checked-file.ts';
import { exportLines } from './export.ts';
import { hasSomethingOf, importItems } from './import.ts';
import { writeLines } from './lines.ts';
import type { StateOptions } from './options.ts';
import { Pace } from './pace.ts';
import type { StateTrailer } from './state-file.ts';
import { TableReader } from './table-reader.ts';

/** What was asked for is not done, and nothing was changed; the message says why. */
export class Refused extends Error {
  override name = 'Refused';
}

type Export = Extract<StateOptions, { command: 'export' }>;
type Import = Extract<StateOptions, { command: 'import' }>;

/** Carries out a command, and answers what to tell of it. @throws Refused | BrokenStateFile */
export const carryOut = (options: StateOptions, client: DynamoDBClient): Promise<string> =>
  options.command === 'export' ? exported(options, client) : imported(options, client);

async function exported(options: Export, client: DynamoDBClient): Promise<string> {
  const { table: tableName, to, selection, segments, rate } = options;
  if (await exists(to)) throw new Refused(`${to} exists already`);
  const table = new TableReader({ client, tableName, pace: new Pace(rate) });
  const ends: StateTrailer[] = [];
  const onEnd = (trailer: StateTrailer): void => void ends.push(trailer);
  await writeLines(to, exportLines({ table, tableName, selection, segments, now: Date.now, onEnd }));
  const [end] = ends;
  const changed = end?.changedMeanwhile ?? [];
  return [`${end?.items ?? 0} items in ${to}`, ...(changed.length > 0 ? [warningOf(changed)] : [])].join('\n');
}

async function imported({ table: tableName, from, overwrite, dryRun, rate }: Import, client: DynamoDBClient) {
  const { header, trailer } = await checkFile(from);
  const props = { client, tableName, pace: new Pace(rate) };
  if (!overwrite && (await hasSomethingOf(header.selection, props)))
    throw new Refused(`${tableName} has something already: --overwrite writes over it`);
  if (dryRun) return `${trailer.items} items of ${header.table}, ${header.begun}: whole; nothing was written`;
  return `${await importItems(from, props)} items of ${header.table}, ${header.begun}, in ${tableName}`;
}

const warningOf = (changed: readonly string[]): string =>
  `told something while the table was read, and may be here in parts of different moments until they connect to where this goes: ${changed.join(' ')}`;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
