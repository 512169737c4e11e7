import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { paintState } from '#cli/terminal.ts';

const terminal = new URL('../../cli/terminal.ts', import.meta.url).href;

/** What a process takes its stdout for, when that is a screen or not and its environment is just this. */
function isColoured(isScreen: boolean, env: Record<string, string>): boolean {
  const program = `
    Object.defineProperty(process.stdout, 'isTTY', { value: ${isScreen || undefined} });
    const { processTerminal } = await import(${JSON.stringify(terminal)});
    process.stdout.write(String(processTerminal.colour));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { env, encoding: 'utf8' });
  return said === 'true';
}

test.each([
  ['a screen', true, { TERM: 'xterm' }, true],
  ['a screen with an empty NO_COLOR', true, { TERM: 'xterm', NO_COLOR: '' }, true],
  ['a screen with NO_COLOR', true, { TERM: 'xterm', NO_COLOR: '1' }, false],
  ['a screen that can no colour', true, { TERM: 'dumb' }, false],
  ['a pipe', false, { TERM: 'xterm' }, false],
  ['a pipe, whatever FORCE_COLOR says', false, { TERM: 'xterm', FORCE_COLOR: '1' }, false],
])('%s', (_, isScreen, env, expected) => {
  expect(isColoured(isScreen, env)).toBe(expected);
});

test('states are painted, other words are not', () => {
  expect(paintState('up')).toBe('\u001b[32mup\u001b[39m');
  expect(paintState('stale')).toBe('\u001b[33mstale\u001b[39m');
  expect(paintState('lost')).toBe('\u001b[31mlost\u001b[39m');
  expect(paintState('nj01emd')).toBe('nj01emd');
});
