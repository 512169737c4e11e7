import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localCaptureLinks, withCaptureFiles } from '#local/capture-files.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'captures-'));
  await mkdir(join(directory, 'served/pe/c1'), { recursive: true });
  await writeFile(join(directory, 'served/pe/c1/0000.bmp'), Buffer.alloc(200_000, 7));
  await writeFile(join(directory, 'served/pe/c1/0001.bmp'), '');
  await writeFile(join(directory, 'secret.bmp'), 'secret');
});
afterAll(() => rm(directory, { recursive: true }));

const ask = (path: string, method = 'GET'): Promise<Response> => {
  const fetch = withCaptureFiles(() => new Response('API'), join(directory, 'served'));
  return Promise.resolve(fetch(new Request(`http://127.0.0.1${path}`, { method })));
};

test('an address that was given out leads to the octets', async () => {
  const { url } = await localCaptureLinks.linkTo('pe/c1/0000.bmp', 0);
  const response = await ask(url);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.alloc(200_000, 7))).toBe(true);
  expect(await (await ask('/captures/pe/c1/0001.bmp')).text()).toBe('');
});

test('everything else is for the API, and nothing leads out of the directory', async () => {
  expect(await (await ask('/v1/captures')).text()).toBe('API');
  for (const path of [
    '/captures/pe/c1/0002.bmp',
    '/captures/../secret.bmp',
    '/captures/%2e%2e/secret.bmp',
    '/captures/pe/..%2f..%2f..%2fsecret.bmp',
    '/captures/pe/c1',
    '/captures/',
  ]) {
    const response = await ask(path);
    expect([path, await response.text()]).not.toEqual([path, 'secret']);
    if (new URL(path, 'http://x').pathname.startsWith('/captures/')) expect(response.status).toBe(404);
  }
  expect((await ask('/captures/pe/c1/0000.bmp', 'DELETE')).status).toBe(405);
});
