import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { waitFor } from '#local/wait.ts';
import { Observer } from './observer.ts';
import { sixComplete } from './scene.ts';

/** `npm start`, as a user runs it. */

const entryPoint = fileURLToPath(new URL('../../local/main.ts', import.meta.url));
const anyPorts = ['--bmp', '127.0.0.1:0', '--api', '127.0.0.1:0'];
const children = new Set<ChildProcess>();

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

function start(...options: string[]) {
  const child = spawn(process.execPath, [entryPoint, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const exited = once(child, 'exit').then(([code, signal]) => code ?? signal);
  return { child, exited };
}

/** Runs to the end: what it said and its exit code. */
async function outcome(...options: string[]) {
  const { child, exited } = start(...options);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { stdout, stderr, code };
}

test('the demo prints the six elements as a table in under 10 s, and the addresses', async () => {
  const begin = performance.now();
  const { child, exited } = start(...anyPorts);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await waitFor(async () => (said.match(/complete/g) ?? []).length === 6, 'six complete elements', 15_000);
  expect(performance.now() - begin).toBeLessThan(10_000);
  expect(said).toMatch(/HTTP API\s+http:\/\/127\.0\.0\.1:\d+\/v1/);
  expect(said).toMatch(/BMP station\s+127\.0\.0\.1:\d+/);
  for (const [location, router, number] of [
    ['nj', 'nj01emd', 11],
    ['nj', 'nj01emd', 12],
    ['md', 'md04emd', 13],
    ['md', 'md04emd', 14],
    ['la', 'la06emd', 15],
    ['la', 'la06emd', 16],
  ]) {
    const service = `${number}.${number}.${number}`;
    const row = said.split('\n').find((line) => line.includes(`${service}.1/32`));
    expect(row).toContain(`${service}.2/32`);
    expect(row).toContain(location);
    expect(row).toContain(router);
  }
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
}, 30_000);

test('--json prints the addresses as one line, and nothing else', async () => {
  const { child, exited } = start('--json', ...anyPorts);
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  await waitFor(async () => lines.length > 0, 'the line');
  const { bmp, api, health, stream, table } = JSON.parse(lines[0] ?? '');
  for (const url of [stream, table]) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(bmp).toMatch(/^127\.0\.0\.1:\d+$/);
  expect((await fetch(`${api}/v1/health`)).status).toBe(200);
  expect((await fetch(health)).status).toBe(200);
  await sixComplete(new Observer(api));
  child.kill('SIGINT');
  expect(await exited).toBe(0);
  expect(lines).toHaveLength(1);
}, 30_000);

test('--no-demo plays no lab', async () => {
  const { child, exited } = start('--json', '--no-demo', ...anyPorts);
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  const { api } = JSON.parse(value ?? '');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await new Observer(api).routers()).toEqual([]);
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
});

test('an unknown flag: exit 2, the flag and the usage on stderr', async () => {
  const { stdout, stderr, code } = await outcome('--demo=no');
  expect(code).toBe(2);
  expect(stderr).toContain('--demo');
  expect(stderr).toContain('Usage: npm start');
  expect(stdout).toBe('');
});

test('an address beyond loopback: exit 2', async () => {
  const { stderr, code } = await outcome('--bmp', '0.0.0.0:11019');
  expect(code).toBe(2);
  expect(stderr).toContain('loopback only');
});

test('--help: the usage on stdout, exit 0', async () => {
  const { stdout, code } = await outcome('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('--no-demo');
});

test.each(['--bmp', '--api'])('a port that is taken, %s: exit 1, and one line that names it', async (flag) => {
  const other = createServer();
  other.listen({ host: '127.0.0.1', port: 0 });
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const free = flag === '--bmp' ? '--api' : '--bmp';
  const { stderr, code } = await outcome(flag, `127.0.0.1:${port}`, free, '127.0.0.1:0');
  other.close();
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([
    `cannot listen on 127.0.0.1 port ${port}: another program listens there already`,
  ]);
});

test('a data directory that another station holds: exit 1, and one line that names the process', async () => {
  const data = await mkdtemp(`${tmpdir()}/bmpaas-start-`);
  const { child, exited } = start('--json', '--no-demo', '--data', data, ...anyPorts);
  await once(child.stdout, 'data');
  const { stderr, code } = await outcome('--json', '--no-demo', '--data', data, ...anyPorts);
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`in use by process ${child.pid}`);
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  await rm(data, { recursive: true });
});
