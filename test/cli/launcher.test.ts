import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeStation } from './fake-station.ts';

const launcher = join(import.meta.dirname, '../../cli/bmpaas.js');

async function launch(node: string, script: string, args: readonly string[]) {
  const child = spawn(node, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [exitCode]: number[] = await once(child, 'close');
  return { exitCode, stdout, stderr };
}

/** A Node on this machine that can't run TypeScript. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) =>
    existsSync(path) &&
    execFileSync(path, ['-p', 'process.features.typescript ?? false'], { encoding: 'utf8' }).trim() === 'false',
);

test('it passes arguments on, and the exit code back', async () => {
  expect(await launch(process.execPath, launcher, ['help'])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await launch(process.execPath, launcher, ['router', 'lst'])).toMatchObject({ exitCode: 2, stdout: '' });
});

test.skipIf(oldNode === undefined)('an older Node hands over to the one of the checkout', async () => {
  const { exitCode, stderr } = await launch(oldNode ?? '', launcher, ['router', 'lst']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^bmpaas: unknown command 'router lst'/);
});

test.skipIf(oldNode === undefined)('an older Node alone says what is missing', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'bmpaas-'));
  const script = join(elsewhere, 'bmpaas.mjs');
  cpSync(launcher, script);
  const { exitCode, stderr } = await launch(oldNode ?? '', script, ['help']);
  rmSync(elsewhere, { recursive: true });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^bmpaas: needs Node 24 or newer, and this is v/);
});

test('a reader that goes away ends it quietly', async () => {
  const row = { id: 'x'.repeat(1000), kind: 'k', severity: 'info', subject: 's', detail: 'd', since: 't' };
  const data = Array.from({ length: 1000 }, () => row);
  await using station = await fakeStation(() => ({ body: { data, page: { next: 'more', limit: 1000 } } }));
  const child = spawn(process.execPath, [launcher, 'findings', '-o', 'ndjson', '--url', station.url]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [exitCode]: number[] = await once(child, 'close');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});
