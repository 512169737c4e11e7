import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notesOf } from '#infra/cost/notes.ts';
import { parseCostOptions, usage } from '#infra/cost/options.ts';
import { remainsOf } from '#infra/cost/remains.ts';
import { billReport, remainsReport, sizesTable } from '#infra/cost/report.ts';
import { defaultSize } from '#infra/cost/size.ts';

const parse = (line: string) => parseCostOptions(line === '' ? [] : line.split(' '));

test('what it is asked', () => {
  expect(parse('')).toEqual({ show: 'bill', size: defaultSize, json: false });
  expect(parse('--routers 3 --stream on-demand --exposure public --region eu-central-1 --canary --json')).toEqual({
    show: 'bill',
    size: { ...defaultSize, routers: 3, stream: 'on-demand', exposure: 'public', region: 'eu-central-1', canary: true },
    json: true,
  });
  expect(parse('--sizes')).toEqual({ show: 'sizes', region: 'us-east-1' });
  expect(parse('--remains --stream 2')).toMatchObject({ show: 'remains', size: { stream: 2 } });
  expect(parse('--help')).toBeNull();
});

test.each([
  ['--routers many', '--routers many: a whole number'],
  ['--routers -1', '--routers'],
  ['--feeds 1.5', '--feeds 1.5: a whole number'],
  ['--updates-per-day x', '--updates-per-day x: a number'],
  ['--collectors 0', '--collectors 0: a whole number from 1'],
  ['--stream some', '--stream some'],
  ['--region mars-1', '--region mars-1: one of us-east-1, eu-central-1'],
  ['--exposure open', '--exposure open: one of private, public'],
  ['--router 3', '--router'],
  ['3', '3'],
])('%s: is refused, and says what is wrong', (line, fault) => {
  expect(() => parse(line)).toThrow(fault);
});

test('a bill says what is idle and what is load, their sum, and what an item a route would cost', () => {
  const report = billReport(defaultSize);
  expect(report).toMatch(/^Table, written by ingest +0\.05 +\d+\.\d\d +\d+ % {2}\d+ M write units$/m);
  expect(report).toMatch(/^Sum +\d+\.\d\d +\d+\.\d\d +\$[\d,]+ together$/m);
  expect(report).toMatch(/an item of the table for each route instead: \$[\d,]+/);
  expect(report).not.toContain('Public addresses');
});

test('a station that is too small for its load is called so', () => {
  expect(notesOf(defaultSize)).toEqual([]);
  expect(notesOf({ ...defaultSize, routers: 2000 }).join()).toContain('--lanes');
  expect(billReport({ ...defaultSize, routers: 2000 })).toContain('too small: ');
});

test('what remains: nothing that works, all that knows', () => {
  const names = (size = defaultSize): string[] => remainsOf(size).map(({ what }) => what);
  expect(names()).toEqual(['Table', 'Point-in-time recovery of the table', 'Stream', 'Archive']);
  expect(names({ ...defaultSize, exposure: 'public', ownKey: true })).toEqual([...names(), 'Public addresses', 'Key']);
  expect(remainsReport(defaultSize)).toMatch(/^Sum +\d+\.\d\d$/m);
});

test('the table of the README is what the tool says', { skip: !readme().includes('npm run cost') }, () => {
  expect(readme()).toContain(sizesTable('us-east-1'));
});

test('the program', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, ['infra/cost/main.ts', ...args], { encoding: 'utf8' });
  expect(run('--help')).toMatchObject({ status: 0, stdout: usage });
  expect(JSON.parse(run('--json').stdout)).toMatchObject({ size: defaultSize, total: expect.any(Number) });
  const wrong = run('--routers', 'x');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--routers x');
});

function readme(): string {
  return readFileSync('README.md', 'utf8');
}
