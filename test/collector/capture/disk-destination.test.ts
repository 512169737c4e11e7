import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskDestination } from '#collector/capture/disk-destination.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'captures-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('what is appended can be read at once; one of the same name takes its place, and whoever reads the old one goes on', async () => {
  const destination = new DiskDestination(directory);
  const first = await destination.create('pe/c1/0000.bmp');
  await first.append(Buffer.from('first '));
  await first.append(Buffer.from('file'));
  await first.save();
  const path = join(directory, 'pe/c1/0000.bmp');
  expect(await readFile(path, 'utf8')).toBe('first file');
  const reader = await open(path);
  const second = await destination.create('pe/c1/0000.bmp');
  await second.append(Buffer.from('second'));
  await Promise.all([first.close(), second.close()]);
  expect(await reader.readFile('utf8')).toBe('first file');
  expect(await readFile(path, 'utf8')).toBe('second');
  await reader.close();
});

test('the last eight captures of a router are kept', async () => {
  const destination = new DiskDestination(directory);
  for (let index = 10; index < 22; index++) await (await destination.create(`pe/c${index}/0000.bmp`)).close();
  await (await destination.create('other/c10/0000.bmp')).close();
  expect((await readdir(join(directory, 'pe'))).sort()).toEqual(
    Array.from({ length: 8 }, (_, index) => `c${14 + index}`),
  );
  expect(await readdir(join(directory, 'other'))).toEqual(['c10']);
});
