import { globalOptions } from './arguments.ts';
import type { Command, Option } from './commands/command.ts';
import { commands } from './commands/index.ts';

type ShownOption = Option & { short?: string };

/** `bmpaas help`: every command with one line. */
export function overview(): string {
  return [
    'bmpaas: asks a BMP station what it knows of routers, service chains and routes',
    '',
    'usage: bmpaas COMMAND [OPTION]…      (`show` may stand in front of COMMAND)',
    '',
    'commands:',
    ...aligned(commands.map((command) => [synopsis(command), command.summary])),
    '',
    'options of every command:',
    ...aligned(optionLines(globalOptions)),
    '',
    'exit codes: 0 ok, 1 error, 2 usage, 3 not found, 4 not authorised, 5 check failed',
    '',
  ].join('\n');
}

/** `bmpaas COMMAND --help`. */
export function commandHelp(command: Command): string {
  const own = optionLines(command.options);
  return [
    `usage: bmpaas ${synopsis(command)} [OPTION]…`,
    '',
    command.summary,
    ...(own.length === 0 ? [] : ['', 'options:', ...aligned(own)]),
    '',
    'options of every command:',
    ...aligned(optionLines(globalOptions)),
    '',
    `formats: ${command.formats.join(', ')} (default ${command.formats[0]})`,
    '',
  ].join('\n');
}

function synopsis({ words, parameters }: Command): string {
  return [...words, ...parameters.map(({ name, required }) => (required ? name : `[${name}]`))].join(' ');
}

function optionLines(table: Readonly<Record<string, ShownOption>>): [string, string][] {
  return Object.entries(table).map(([name, { short, value, summary, choices }]) => [
    `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
    choices === undefined ? summary : `${summary}: ${choices.join(', ')}`,
  ]);
}

function aligned(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
