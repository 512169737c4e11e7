import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CapturedFileRow, CaptureRow } from '#model/api-control-rows.ts';
import { answeringStation, one, problem, rows } from './answering-station.ts';
import { runRecorded } from './recording-terminal.ts';

const file = (number: number, over: Partial<CapturedFileRow> = {}): CapturedFileRow => ({
  ...{ number, session: 1, bytes: 8, preambleBytes: 3, missingPeerUps: 0, follows: true, messages: 2 },
  ...{ firstAt: '2026-01-01T00:00:00.000Z', lastAt: '2026-01-01T00:00:01.000Z' },
  ...over,
});

const capture = (over: Partial<CaptureRow> = {}): CaptureRow => ({
  ...{ id: 'c1', router: 'pe/1', state: 'capturing', endReason: null, requestedAt: null, requestedBy: null },
  ...{ startedAt: null, updatedAt: null, until: '2026-01-01T00:10:00.000Z', collector: 'a', session: 1 },
  ...{ messages: 4, bytes: 16, dropped: { messages: 0, bytes: 0 }, failure: null },
  files: [file(1), file(2)],
  ...over,
});

const captures = '/v1/routers/pe/1/captures';
const octets = { 'content-type': 'application/octet-stream' };
const withFiles = {
  [`GET ${captures}`]: rows(capture({ id: 'c0', files: [] }), capture()),
  [`GET ${captures}/c1/files/1`]: one({ ...file(1), url: '/files/1', expiresAt: null }),
  [`GET ${captures}/c1/files/2`]: one({ ...file(2), url: '/files/2', expiresAt: null }),
  'GET /files/1': { text: 'PRE12345', headers: octets },
  'GET /files/2': { text: 'PRE67890abc', headers: octets },
};

test('capture start says what is asked for, and leaves to the station what is usual', async () => {
  await using station = await answeringStation({ [`POST ${captures}`]: { status: 201, body: { data: capture() } } });
  const start = (...options: string[]) => runRecorded(['capture', 'start', 'pe/1', ...options, '--url', station.url]);
  expect(await start()).toEqual({
    exitCode: 0,
    stdout: 'pe/1 is captured until 2026-01-01T00:10:00.000Z: c1\n',
    stderr: '',
  });
  await start('--size', '512k', '--files', '2', '--minutes', '3', '--resync');
  expect(station.sent.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
    ['/v1/routers/pe%2F1/captures', {}],
    ['/v1/routers/pe%2F1/captures', { fileBytes: 524_288, files: 2, minutes: 3, resync: true }],
  ]);
  for (const wrong of [
    ['--size', '16X'],
    ['--files', 'many'],
    ['--minutes', '-1'],
  ]) {
    expect((await start(...wrong)).exitCode).toBe(2);
  }
  expect(station.sent).toHaveLength(2);
});

test('capture get: all files as one stream, without what a file repeats and what is not known yet', async () => {
  await using station = await answeringStation(withFiles);
  const get = (...more: string[]) => runRecorded(['capture', 'get', 'pe/1', ...more, '--url', station.url]);
  expect((await get()).octets?.toString()).toBe('PRE1234567890');
  expect((await get('-', '--file', '2')).octets?.toString()).toBe('PRE67890');
  const target = join(mkdtempSync(join(tmpdir(), 'capture-')), 'pe.bmp');
  expect(await get(target)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(readFileSync(target, 'utf8')).toBe('PRE1234567890');
  expect((await get('--capture', 'c0')).exitCode).toBe(3);
  expect((await get('--file', 'x')).exitCode).toBe(2);
  expect((await get('--file', '3')).exitCode).toBe(3);
  const screen = await runRecorded(['capture', 'get', 'pe/1', '--url', station.url], { colour: true });
  expect(screen.exitCode).toBe(2);
});

test('capture get: a file behind a gap keeps its preamble; one that is short is an error', async () => {
  const apart = { ...withFiles, [`GET ${captures}/c1/files/2`]: one({ ...file(2), follows: false, url: '/files/2' }) };
  await using station = await answeringStation(apart);
  expect((await runRecorded(['capture', 'get', 'pe/1', '--url', station.url])).octets?.toString()).toBe(
    'PRE12345PRE67890',
  );
  await using short = await answeringStation({ ...withFiles, 'GET /files/2': { text: 'PRE6', headers: octets } });
  const said = await runRecorded(['capture', 'get', 'pe/1', '--url', short.url]);
  expect(said).toMatchObject({ exitCode: 1, stderr: 'file 2 has 4 octets, and should have 8\n' });
});

test('the address of a file is asked without credentials', async () => {
  await using station = await answeringStation(withFiles);
  const env = { BMPAAS_URL: station.url, AWS_REGION: 'eu-central-1' };
  const said = await runRecorded(['capture', 'get', 'pe/1', '--file', '1'], { env });
  expect(said.octets?.toString()).toBe('PRE12345');
  expect(station.requests).toContain('/files/1');
});

test('capture stop ends the one that goes on', async () => {
  await using station = await answeringStation({
    [`GET ${captures}`]: rows(capture(), capture({ id: 'c2', state: 'ended' })),
    [`DELETE ${captures}/c1`]: one(capture({ state: 'stopping' })),
  });
  const stop = () => runRecorded(['capture', 'stop', 'pe/1', '--url', station.url]);
  expect(await stop()).toMatchObject({ exitCode: 0, stdout: 'c1 is stopped\n' });
  await using idle = await answeringStation({ [`GET ${captures}`]: rows(capture({ state: 'ended' })) });
  const said = await runRecorded(['capture', 'stop', 'pe/1', '--url', idle.url]);
  expect(said).toEqual({ exitCode: 3, stdout: '', stderr: 'pe/1 is not being captured\n' });
});

test('capture show and list', async () => {
  await using station = await answeringStation({ ...withFiles, 'GET /v1/captures': rows(capture()) });
  const shown = await runRecorded(['capture', 'show', 'pe/1', '-o', 'text', '--url', station.url]);
  expect(shown.stdout).toMatch(/CAPTURE +c1\n/);
  expect(shown.stdout).toMatch(/^2 +1 +2 +8 +3 +yes/m);
  const listed = await runRecorded(['capture', 'list', '--state', 'capturing', '-o', 'json', '--url', station.url]);
  expect(JSON.parse(listed.stdout)).toEqual([capture()]);
  expect(station.requests.at(-1)).toContain('state=capturing');
});

test('router resync', async () => {
  const path = '/v1/routers/pe1/resync';
  await using station = await answeringStation({ [`POST ${path}`]: one({ router: 'pe1', session: 4 }) });
  const said = await runRecorded(['router', 'resync', 'pe1', '--url', station.url]);
  expect(said).toEqual({ exitCode: 0, stdout: 'session 4 of pe1 will be closed within seconds\n', stderr: '' });
  expect(station.sent).toMatchObject([{ method: 'POST', path, body: '{}', contentType: 'application/json' }]);
  await using away = await answeringStation({ [`POST ${path}`]: problem(409, 'The router is not connected.') });
  expect((await runRecorded(['router', 'resync', 'pe1', '--url', away.url])).exitCode).toBe(1);
});
