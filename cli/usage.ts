import { globalOptions } from './arguments.ts';
import type { Command, Option } from './commands/command.ts';
import { commands } from './commands/index.ts';

/** Sections of the overview, by the first word of a command; what has none of these stands in the last. */
const sections: readonly (readonly [title: string, nouns: readonly string[]])[] = [
  ['service chains', ['service-chain', 'summary', 'location', 'element', 'chain', 'group', 'announcement', 'topology']],
  ['traffic', ['redirect-target', 'steering']],
  ['what happens', ['events', 'findings']],
  ['stations, routers, peers', ['bmp', 'router', 'capture', 'peer']],
  ['routes', ['route']],
  ['rules', ['rules', 'override']],
  ['without a station', []],
];

/** `bmpaas help`: every command with one line. */
export function overview(): string {
  return [
    'bmpaas: asks a BMP station what it knows of routers, service chains and routes',
    '',
    'usage: bmpaas COMMAND [OPTION]…      (`show` may stand in front of COMMAND)',
    '',
    ...sectionLines(),
    'options of every command:',
    ...aligned(optionLines(globalOptions)),
    '',
    'exit codes: 0 ok, 1 error, 2 usage, 3 not found, 4 not authorised, 5 check failed',
    '',
  ].join('\n');
}

function sectionLines(): string[] {
  const bySection = Map.groupBy(commands, ({ words: [noun = ''] }) => sectionOf(noun));
  const width = Math.max(...commands.map((command) => synopsis(command).length));
  return sections.flatMap(([title]) => [
    `${title}:`,
    ...aligned(
      (bySection.get(title) ?? []).map((command) => [synopsis(command), command.summary]),
      width,
    ),
    '',
  ]);
}

const sectionOf = (noun: string): string =>
  (sections.find(([, nouns]) => nouns.includes(noun)) ?? sections.at(-1) ?? [''])[0];

/** `bmpaas COMMAND --help`. */
export function commandHelp(command: Command): string {
  const own = optionLines(command.options);
  return [
    `usage: bmpaas ${synopsis(command)} [OPTION]…`,
    '',
    command.summary,
    ...(command.example === undefined ? [] : ['', `example: bmpaas ${command.example}`]),
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

function optionLines(table: Readonly<Record<string, Option>>): [string, string][] {
  return Object.entries(table).map(([name, { short, value, summary, choices }]) => [
    `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
    choices === undefined ? summary : `${summary}: ${choices.join(', ')}`,
  ]);
}

function aligned(
  lines: readonly (readonly [string, string])[],
  width = Math.max(...lines.map(([left]) => left.length)),
): string[] {
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
