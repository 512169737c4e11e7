import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type Command, type Option, Options } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { UsageError } from './exit-code.ts';
import type { Format } from './output/format.ts';
import { suggestionOf } from './suggestion.ts';

/** Options of every command. */
export const globalOptions = {
  output: { summary: 'how to show the answer', value: 'FORMAT', short: 'o' },
  url: { summary: 'address of the station (BMPAAS_URL, default http://127.0.0.1:8080)', value: 'URL' },
  profile: { summary: 'sign requests (SigV4) as this profile of the AWS configuration', value: 'NAME' },
  token: { summary: 'send this bearer token (better BMPAAS_TOKEN, which no list of processes shows)', value: 'TOKEN' },
  help: { summary: 'this text', short: 'h' },
} as const satisfies Record<string, Option>;

export interface Invocation {
  command: Command;
  parameters: readonly string[];
  options: Options;
  format: Format;
  url: string | undefined;
  profile: string | undefined;
  token: string | undefined;
  help: boolean;
}

/**
 * Finds the command and reads its options, which may stand before or after the command's words; `show` may precede these.
 * @throws UsageError
 */
export function parseArguments(argv: readonly string[]): Invocation {
  const leading = leadingOptions(argv);
  const rest = argv.slice(leading.length);
  const words = rest[0] === 'show' ? rest.slice(1) : rest;
  const command = commandOf(words);
  const { values, positionals } = parse(command, [...leading, ...words.slice(command.words.length)]);
  const options = new Options(command.options, values);
  const globals = new Options(globalOptions, values);
  checkChoices(command, options);
  const help = globals.flag('help');
  if (!help) checkParameters(command, positionals);
  return {
    command,
    parameters: positionals,
    options,
    format: formatOf(command, globals.text('output')),
    url: globals.text('url'),
    profile: globals.text('profile'),
    token: globals.text('token'),
    help,
  };
}

/** Global options, with their values, in front of the command's words. */
function leadingOptions(argv: readonly string[]): readonly string[] {
  const table: Record<string, Option> = globalOptions;
  const takesValue = new Set(
    Object.entries(table).flatMap(([name, { value, short }]) =>
      value === undefined ? [] : [`--${name}`, `-${short}`],
    ),
  );
  let end = 0;
  while (argv[end]?.startsWith('-')) end += takesValue.has(argv[end] ?? '') ? 2 : 1;
  return argv.slice(0, end);
}

/** The command with the most words that `argv` starts with. */
function commandOf(argv: readonly string[]): Command {
  const matching = commands.filter(({ words }) => words.every((word, index) => argv[index] === word));
  const longest = matching.sort((a, b) => b.words.length - a.words.length)[0];
  if (longest !== undefined) return longest;
  const given = argv.slice(0, 2).filter((word) => !word.startsWith('-'));
  if (given.length === 0) throw new UsageError('a command is missing');
  throw new UsageError(
    unknown(
      'command',
      given.join(' '),
      commands.map(({ words }) => words.join(' ')),
    ),
  );
}

function parse(command: Command, args: readonly string[]) {
  const table: Record<string, Option> = { ...globalOptions, ...command.options };
  const config: ParseArgsOptionsConfig = {};
  for (const [name, { value, short }] of Object.entries(table)) {
    config[name] = { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) };
  }
  try {
    return parseArgs({ args: [...args], options: config, allowPositionals: true });
  } catch (error) {
    throw new UsageError(optionProblem(error, Object.keys(table)));
  }
}

function optionProblem(error: unknown, names: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const option = /^Unknown option '([^']+)'/.exec(message)?.[1];
  if (option === undefined) return message.split('. ')[0] ?? message;
  return unknown(
    'option',
    option,
    names.map((name) => `--${name}`),
  );
}

function checkChoices(command: Command, options: Options): void {
  for (const [name, { choices }] of Object.entries(command.options)) {
    const value = options.text(name);
    if (choices === undefined || value === undefined || choices.includes(value)) continue;
    throw new UsageError(`--${name} is one of ${choices.join(', ')}, not '${value}'${suggestionOf(value, choices)}`);
  }
}

function checkParameters(command: Command, given: readonly string[]): void {
  const missing = command.parameters.filter(({ required }, index) => required && given[index] === undefined)[0];
  if (missing !== undefined) throw new UsageError(`${command.words.join(' ')}: ${missing.name} is missing`);
  const excess = given[command.parameters.length];
  if (excess !== undefined) throw new UsageError(`${command.words.join(' ')}: unexpected argument '${excess}'`);
}

function formatOf(command: Command, name: string | undefined): Format {
  if (name === undefined) return command.formats[0];
  const format = command.formats.find((candidate) => candidate === name);
  if (format !== undefined) return format;
  throw new UsageError(`${command.words.join(' ')}: --output is one of ${command.formats.join(', ')}, not '${name}'`);
}

const unknown = (what: string, given: string, known: readonly string[]): string =>
  `unknown ${what} '${given}'${suggestionOf(given, known)}`;
