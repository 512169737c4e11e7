import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { globalOptions } from '#cli/arguments.ts';
import { commands } from '#cli/commands/index.ts';
import { aFile, candidates } from '#cli/completion.ts';
import { formats } from '#cli/output/format.ts';
import { runRecorded } from './recording-terminal.ts';

/** Candidates for the last word of a line; a space at its end begins another word. */
function wordsFor(line: string): readonly string[] {
  const found = candidates(line.split(' '));
  return found === aFile ? ['a file'] : found.map(({ word }) => word);
}

const words = (start: string): string[] =>
  [...new Set(commands.map(({ words: [first = ''] }) => first))].filter((word) => word.startsWith(start));

test('every command can be reached word by word, with its summary', () => {
  for (const command of commands) {
    command.words.forEach((word, index) => {
      const before = command.words.slice(0, index);
      for (const prefix of [[], ['show'], ['--url', 'http://x']]) {
        const found = candidates([...prefix, ...before, word]);
        expect(found, command.words.join(' ')).toContainEqual({ word, summary: expect.any(String) });
      }
    });
    const found = candidates(command.words);
    expect(found).toContainEqual({ word: command.words.at(-1), summary: command.summary });
  }
});

test('every option of every command, and every choice', () => {
  for (const command of commands) {
    const all = Object.entries({ ...globalOptions, ...command.options });
    expect(candidates([...command.words, '--'])).toEqual(
      all.map(([name, { summary }]) => ({ word: `--${name}`, summary })),
    );
    for (const [name, { choices = [] }] of Object.entries(command.options)) {
      const values = candidates([...command.words, `--${name}`, '']);
      expect(values === aFile ? [] : values.map(({ word }) => word)).toEqual(choices);
    }
    expect(wordsFor(`${command.words.join(' ')} -o `)).toEqual(command.formats);
    expect(wordsFor(`${command.words.join(' ')} --output `)).toEqual(command.formats);
  }
});

test.each([
  ['', [...words(''), 'help', 'show']],
  ['ro', words('ro')],
  ['show ', words('')],
  ['help route l', ['lookup', 'list']],
  ['bmp ', ['statistics']],
  ['route lookup 192.0.2.1 --match l', ['longest']],
  ['route lookup 192.0.2.1 --match=c', ['--match=covering', '--match=covered']],
  // As bash divides it.
  ['route lookup 192.0.2.1 --match = c', ['covering', 'covered']],
  ['route lookup 192.0.2.1 --match =', ['longest', 'exact', 'covering', 'covered']],
  ['--profile lab ro', words('ro')],
  ['-', Object.keys(globalOptions).map((name) => `--${name}`)],
  ['-o ', formats],
  ['decode ', ['a file']],
  ['decode --format pcap ', ['a file']],
  ['completion ', ['bash', 'zsh', 'fish']],
  ['summary --url ', []],
  ['element get ', []],
  ['nonsense ', []],
])('bmpaas %s', (line, expected) => {
  expect(wordsFor(line)).toEqual(expected);
});

const scriptOf = async (shell: string): Promise<string> => {
  const { exitCode, stdout, stderr } = await runRecorded(['completion', shell]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
};

test('a shell that is not known is a usage error', async () => {
  const { exitCode, stderr } = await runRecorded(['completion', 'tcsh']);
  expect({ exitCode, line: stderr.split('\n')[0] }).toEqual({
    exitCode: 2,
    line: "completion: a shell is one of bash, zsh, fish, not 'tcsh'",
  });
});

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

describe.skipIf(!has('bash'))('in bash', () => {
  /** What TAB offers when COMP_WORDS are these and the cursor is in the last. */
  async function complete(...typed: string[]): Promise<string[]> {
    const program = [
      await scriptOf('bash'),
      'compopt() { COMPREPLY+=("compopt $*"); }',
      'COMP_WORDS=(bmpaas "$@"); COMP_CWORD=$#; _bmpaas',
      `printf '%s\\n' "\${COMPREPLY[@]}"`,
    ].join('\n');
    const said = execFileSync('bash', ['--norc', '-c', program, 'bash', ...typed], { encoding: 'utf8' });
    return said.split('\n').filter((line) => line !== '');
  }

  test('commands, options, choices, formats', async () => {
    expect(await complete('show', 'route', '')).toEqual(['lookup', 'list', 'diff', 'history']);
    expect(await complete('route', 'lookup', '--match', 'l')).toEqual(['longest']);
    expect(await complete('route', 'lookup', '--match', '=', 'e')).toEqual(['exact']);
    expect(await complete('decode', '-o', '')).toEqual(['ndjson']);
    expect(await complete('router', 'list', '--loc')).toEqual(['--location']);
  });

  test('files are left to the shell', async () => {
    expect(await complete('decode', '')).toEqual(['compopt -o default']);
  });

  test('a word is never run', async () => {
    expect(await complete('$(echo route)', '`echo route`', "'", '"', '*', '')).toEqual([]);
  });

  test('registers itself for bmpaas', async () => {
    const said = execFileSync('bash', ['--norc', '-c', `${await scriptOf('bash')}\ncomplete -p bmpaas`], {
      encoding: 'utf8',
    });
    expect(said).toBe('complete -F _bmpaas bmpaas\n');
  });
});

/** The script is read from a file and answered with the shell's own syntax check. */
async function isValid(shell: string): Promise<boolean> {
  const scratch = mkdtempSync(join(tmpdir(), 'bmpaas-'));
  const file = join(scratch, shell);
  writeFileSync(file, await scriptOf(shell));
  const { status } = spawnSync(shell, ['-n', file]);
  rmSync(scratch, { recursive: true });
  return status === 0;
}

test.skipIf(!has('zsh'))('zsh reads its script', async () => {
  expect(await isValid('zsh')).toBe(true);
});

test.skipIf(!has('fish'))('fish reads its script', async () => {
  expect(await isValid('fish')).toBe(true);
});

test.skipIf(!has('zsh'))('in zsh', async () => {
  const program = [
    `compdef() { : }; _describe() { print -rl -- "\${(@P)2}" }; _files() { print files }`,
    await scriptOf('zsh'),
    'words=(bmpaas "$@"); CURRENT=$#words; _bmpaas',
  ].join('\n');
  const complete = (...typed: string[]): string =>
    execFileSync('zsh', ['-f', '-c', program, 'zsh', ...typed], { encoding: 'utf8' });
  expect(complete('route', 'lookup', '--match', 'l')).toBe('longest:\n');
  expect(complete('show', 'findi')).toBe('findings:what an operator should look at\n');
  expect(complete('decode', '')).toBe('files\n');
});

test.skipIf(!has('fish'))('in fish', async () => {
  const program = `${await scriptOf('fish')}\ncomplete -C 'bmpaas route '`;
  const said = execFileSync('fish', ['--no-config', '-c', program], { encoding: 'utf8' });
  expect(said.split('\n').map((line) => line.split('\t')[0])).toEqual(expect.arrayContaining(['lookup', 'diff']));
});
