import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseStateOptions, usage } from '#functions/state/options.ts';

const parse = (line: string) => parseStateOptions(line.split(' '));

test('what it is told', () => {
  expect(parse('export --table t --to f --only rules')).toEqual({
    command: 'export',
    table: 't',
    to: 'f',
    selection: 'rules',
    segments: 4,
    rate: 2000,
    endpoint: null,
  });
  expect(parse('import --table t --from f --overwrite --rate 50 --endpoint http://localhost:1')).toEqual({
    command: 'import',
    table: 't',
    from: 'f',
    overwrite: true,
    dryRun: false,
    rate: 50,
    endpoint: 'http://localhost:1',
  });
  expect(parse('--help')).toBeNull();
});

test.each([
  ['--table t', 'export or import'],
  ['move --table t', 'export or import'],
  ['export --to f', '--table: required'],
  ['export --table t', '--to: required'],
  ['import --table t', '--from: required'],
  ['import --table t --from f --to g', '--to: is not for import'],
  ['export --table t --to f --overwrite', '--overwrite: is not for export'],
  ['export --table t --to f --only routes', '--only routes'],
  ['export --table t --to f --segments 0', '--segments 0'],
  ['export --table t --to f --rate fast', '--rate fast'],
  ['export now --table t --to f', 'now: not expected'],
  ['export --table t --to f --slow', '--slow'],
])('%s: is refused, and says what is wrong', (line, fault) => {
  expect(() => parse(line)).toThrow(fault);
});

test('the program: help, and a wrong command line', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['functions/state/main.ts', ...args], { encoding: 'utf8' });
  expect(run('--help')).toMatchObject({ status: 0, stdout: usage });
  const wrong = run('export');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--table: required');
});
