import { globalOptions } from './arguments.ts';
import type { Command, Option } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { formats } from './output/format.ts';

/** What may stand at the cursor. */
export interface Candidate {
  word: string;
  summary: string;
}

/** The name of a file may stand there; which there are the shell knows. */
export const aFile = 'a file';

type OptionTable = Readonly<Record<string, Option & { short?: string }>>;

/** What may stand for the last of the words typed after `bmpaas`, which may be empty. All derives from the table of commands. */
export function candidates(typed: readonly string[]): readonly Candidate[] | typeof aFile {
  const words = withoutEqualSigns(typed);
  const current = words.at(-1) ?? '';
  const { plain, isFirst, pending } = read(words.slice(0, -1));
  const command = commandOf(plain);
  const options: OptionTable = { ...globalOptions, ...command?.options };
  if (pending !== undefined) return matching(valuesOf(pending, command), current);
  const [name = '', value] = splitOption(current);
  if (value !== undefined) return matching(valuesOf(name, command).map(after(`${name}=`)), current);
  if (current.startsWith('-')) return matching(optionWords(options), current);
  const next = [...nextWords(plain), ...(isFirst ? prefixWords : []), ...literals(command, plain)];
  const found = matching(next, current);
  return found.length === 0 && takesFile(command, plain) ? aFile : found;
}

/** Bash gives `--match=best` as three words. */
const withoutEqualSigns = (typed: readonly string[]): readonly string[] =>
  typed.flatMap((word, index) => (word !== '=' ? [word] : index === typed.length - 1 ? [''] : []));

interface Read {
  /** Words that are no options, without `show` or `help` in front. */
  plain: readonly string[];
  isFirst: boolean;
  /** The option that the next word is the value of. */
  pending: string | undefined;
}

function read(words: readonly string[]): Read {
  const plain: string[] = [];
  let pending: string | undefined;
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (!word.startsWith('-')) plain.push(word);
    else if (takesValue(word, commandOf(plain))) pending = word;
  }
  return { plain: isPrefixWord(plain[0]) ? plain.slice(1) : plain, isFirst: plain.length === 0, pending };
}

const prefixWords: readonly Candidate[] = [
  { word: 'help', summary: 'what there is, or what a command takes' },
  { word: 'show', summary: 'may stand in front of every command' },
];

const isPrefixWord = (word: string | undefined): boolean => prefixWords.some((prefix) => prefix.word === word);

const after =
  (start: string) =>
  ({ word, summary }: Candidate): Candidate => ({ word: `${start}${word}`, summary });

const splitOption = (word: string): readonly string[] => /^(--[^=]+)=(.*)$/s.exec(word)?.slice(1) ?? [word];

function optionOf(word: string, command: Command | undefined): Option | undefined {
  const table: OptionTable = { ...globalOptions, ...command?.options };
  return Object.entries(table).find(([name, { short }]) => word === `--${name}` || word === `-${short}`)?.[1];
}

const takesValue = (word: string, command: Command | undefined): boolean =>
  optionOf(word, command)?.value !== undefined;

function valuesOf(word: string, command: Command | undefined): readonly Candidate[] {
  const option = optionOf(word, command);
  const values = option === globalOptions.output ? (command?.formats ?? formats) : (option?.choices ?? []);
  return values.map((value) => ({ word: value, summary: '' }));
}

const optionWords = (table: OptionTable): readonly Candidate[] =>
  Object.entries(table).map(([name, { summary }]) => ({ word: `--${name}`, summary }));

/** The command with the most words that have been typed in full. */
function commandOf(plain: readonly string[]): Command | undefined {
  const words = isPrefixWord(plain[0]) ? plain.slice(1) : plain;
  return commands
    .filter((command) => command.words.every((word, index) => words[index] === word))
    .sort((a, b) => b.words.length - a.words.length)[0];
}

/** Words of commands that go on after those typed, each once. */
function nextWords(plain: readonly string[]): readonly Candidate[] {
  const next = new Map<string, Candidate>();
  for (const { words, summary } of commands) {
    const word = words[plain.length];
    if (word === undefined || !plain.every((typed, index) => words[index] === typed)) continue;
    if (words.length === plain.length + 1) next.set(word, { word, summary });
    else if (!next.has(word)) next.set(word, { word, summary: '' });
  }
  return [...next.values()];
}

function parameterAt(command: Command | undefined, plain: readonly string[]): string {
  return command?.parameters[plain.length - command.words.length]?.name ?? '';
}

/** A parameter whose name is in lower case is one of the words in it: `bash|zsh|fish`. */
function literals(command: Command | undefined, plain: readonly string[]): readonly Candidate[] {
  const name = parameterAt(command, plain);
  return /^[a-z|]+$/.test(name) ? name.split('|').map((word) => ({ word, summary: '' })) : [];
}

const takesFile = (command: Command | undefined, plain: readonly string[]): boolean =>
  /\bFILE\b/.test(parameterAt(command, plain));

const matching = (all: readonly Candidate[], start: string): readonly Candidate[] =>
  all.filter(({ word }) => word.startsWith(start));
