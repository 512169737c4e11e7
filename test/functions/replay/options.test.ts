import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseReplayOptions, usage } from '#functions/replay/options.ts';

const parse = (line: string) => parseReplayOptions(line.split(' '));

test('what it is told', () => {
  expect(parse('--bucket failures --stream s --table t --object a --object b --wait 5 --dry-run')).toEqual({
    source: { kind: 'bucket', bucket: 'failures', prefix: 'aws/lambda/' },
    names: ['a', 'b'],
    stream: 's',
    table: 't',
    dryRun: true,
    waitSeconds: 5,
    json: false,
  });
  expect(parse('--file f --stream s --table t')).toMatchObject({ source: { kind: 'file', path: 'f' }, names: null });
  expect(parse('--help')).toBeNull();
});

test.each([
  ['--stream s --table t', '--bucket or --file'],
  ['--bucket b --file f --stream s --table t', 'one of them'],
  ['--file f --object o --stream s --table t', '--object'],
  ['--bucket b --table t', '--stream: required'],
  ['--bucket b --stream s', '--table: required'],
  ['--bucket b --stream s --table t --wait long', '--wait long'],
  ['--bucket b --stream s --table t --now', '--now'],
])('%s: is refused, and says what is wrong', (line, fault) => {
  expect(() => parse(line)).toThrow(fault);
});

test('the program: help, and a wrong command line', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['functions/replay/main.ts', ...args], { encoding: 'utf8' });
  expect(run('--help')).toMatchObject({ status: 0, stdout: usage });
  const wrong = run('--bucket', 'b');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--stream: required');
});
