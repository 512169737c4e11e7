import { readFileSync } from 'node:fs';
import { ApiClient } from './api-client.ts';
import { type Invocation, parseArguments } from './arguments.ts';
import { authorizationOf } from './authorization.ts';
import { CliError, type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { commandHelp, overview } from './usage.ts';

const defaultUrl = 'http://127.0.0.1:8080';

/** One run of the command line. Never throws; the exit code says how it went. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await execute(argv, terminal);
  } catch (error) {
    terminal.note(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) terminal.note("'bmpaas help' shows what there is");
    return error instanceof CliError ? error.exitCode : exitCodes.error;
  }
}

async function execute(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (argv.length === 0) return await show(overview(), terminal, exitCodes.usage);
  const [first, ...rest] = argv;
  if (first === 'help' && rest.length > 0) return await execute([...rest, '--help'], terminal);
  if (first === 'help' || first === '--help' || first === '-h') return await show(overview(), terminal, exitCodes.ok);
  if (first === '--version') return await show(`${version()}\n`, terminal, exitCodes.ok);
  const invocation = parseArguments(argv);
  if (invocation.help) return await show(commandHelp(invocation.command), terminal, exitCodes.ok);
  const { command, parameters, options, format } = invocation;
  return await command.run({ terminal, api: await apiClient(invocation, terminal), format, parameters, options });
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

async function show(text: string, terminal: Terminal, exitCode: ExitCode): Promise<ExitCode> {
  await terminal.write(text);
  return exitCode;
}

async function apiClient({ url, profile, token }: Invocation, terminal: Terminal): Promise<ApiClient> {
  const base = parseUrl(url ?? (terminal.env.BMPAAS_URL || defaultUrl));
  const authorization = await authorizationOf(base, { profile, token, env: terminal.env });
  const onStale = (routerId: string) => terminal.note(`${routerId} is stale: what is shown is its last known state`);
  const onDamage = () => terminal.note('parts of the RIB are damaged: routes may be missing from what is shown');
  return new ApiClient({ base, authorization, onStale, onDamage });
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`--url is not an http or https address: '${text}'`);
}
