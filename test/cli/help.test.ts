import { expect, test } from 'vitest';
import { parseArguments } from '#cli/arguments.ts';
import { commands } from '#cli/commands/index.ts';
import { commandHelp, overview } from '#cli/usage.ts';

const named = commands.map((command) => [command.words.join(' '), command] as const);

/** Words of the shell, of which only single quotes matter here; what is for the shell stands last. */
const wordsOf = (example: string): string[] =>
  [...(example.split(/ [<>|]/)[0] ?? '').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );

test.each(named.filter(([, { example }]) => example !== undefined))(
  'the example of %s is one of it',
  (_name, command) => {
    const { example = '' } = command;
    expect(parseArguments(wordsOf(example)).command).toBe(command);
    expect(commandHelp(command)).toContain(`\n\nexample: bmpaas ${example}\n`);
  },
);

test('a command without an example has no line for it', () => {
  const command = commands.find(({ example }) => example === undefined) ?? expect.fail();
  expect(commandHelp(command)).not.toContain('example');
});

test('the overview has each command once, in a section that is not empty', () => {
  const lines = overview().split('\n');
  for (const [name, { summary }] of named) {
    expect(lines.filter((line) => line.startsWith(`  ${name} `) && line.endsWith(`  ${summary}`))).toHaveLength(1);
  }
  expect(overview()).not.toMatch(/:\n\n/);
});

test('only what needs no station stands in the last section', () => {
  const last = overview().split('without a station:\n')[1]?.split('\n\n')[0] ?? '';
  expect(last.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(['decode', 'router-config', 'completion']);
});
