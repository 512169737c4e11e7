import { pino } from 'pino';
import { timingsFromJson } from '#model/timings.ts';
import { DirectoryInUseError } from './data-directory.ts';
import { awaitComplete, elementsTable } from './elements-table.ts';
import { parseOptions, UsageError, usage } from './options.ts';
import { referenceLab } from './reference-lab.ts';
import type { Stack } from './stack.ts';

const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;
/** How long the demo's table waits for the last element. */
const demoPatienceMilliseconds = 30_000;

const logger = pino({ name: 'bmpaas', level: process.env.LOG_LEVEL ?? 'warn' }, process.stderr);

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return exitCodes.ok;
  }
  const ended = new AbortController();
  const signalled = firstSignal().then(() => ended.abort());
  // Not before the flags are right: it brings the whole platform in.
  const { startStack } = await import('./stack.ts');
  const timings = timingsFromJson.parse(process.env.TIMINGS ?? '{}');
  const stack = await startStack(options, logger, timings);
  process.stdout.write(options.json ? `${JSON.stringify(stack.addresses)}\n` : greeting(stack));
  if (options.demo && !options.json) showElements(stack, ended.signal).catch(reportFailure);
  await signalled;
  await stack.stop();
  return exitCodes.ok;
}

/** The same signal again ends the process at once. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

function greeting({ addresses }: Stack): string {
  return `BMP station  ${addresses.bmp}\nHTTP API     ${addresses.api}/v1\nHealth       ${addresses.health}\n`;
}

async function showElements({ addresses }: Stack, ended: AbortSignal): Promise<void> {
  const expected = new Set(referenceLab().flatMap(({ sessions }) => sessions.map(({ element }) => element))).size;
  const elements = await awaitComplete(addresses.api, expected, demoPatienceMilliseconds);
  if (!ended.aborted) process.stdout.write(`\n${elementsTable(elements)}\n`);
}

function reportFailure(error: unknown): void {
  logger.error({ err: error }, 'the table of elements could not be read');
}

const portErrors: Record<string, string> = {
  EADDRINUSE: 'another program listens there already',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine does not have the address',
};

/** What went wrong at the start, in words for the person who started it. */
function explain(error: unknown): { message: string; code: number } {
  if (error instanceof UsageError) return { message: `${error.message}\n\n${usage}`, code: exitCodes.usage };
  if (error instanceof DirectoryInUseError) return { message: error.message, code: exitCodes.failed };
  if (!(error instanceof Error)) return { message: String(error), code: exitCodes.failed };
  const { code = '', address, port } = { ...error } as NodeJS.ErrnoException & { address?: string; port?: number };
  const portError = portErrors[code];
  if (portError === undefined) return { message: error.stack ?? error.message, code: exitCodes.failed };
  return { message: `cannot listen on ${address} port ${port}: ${portError}`, code: exitCodes.failed };
}

try {
  process.exit(await main());
} catch (error) {
  const { message, code } = explain(error);
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
