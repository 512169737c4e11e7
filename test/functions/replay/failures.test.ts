import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BucketFailures } from '#functions/replay/bucket-failures.ts';
import { FileFailures } from '#functions/replay/file-failures.ts';
import { FakeBucket } from './fake-bucket.ts';

let bucket: FakeBucket;
let directory: string;
beforeEach(async () => {
  bucket = await FakeBucket.open();
  directory = await mkdtemp(join(tmpdir(), 'bmpaas-failures-'));
});
afterEach(async () => {
  await bucket.close();
  await rm(directory, { recursive: true });
});

const key = (hour: number): string => `aws/lambda/1b5f/shardId-000000000001/2026/11/14/2026-11-14T0${hour}.38.06-a b+c`;

test('of a bucket: all objects that Lambda left, over pages; a settled one moves under replayed/ as it is', async () => {
  for (const hour of [3, 1, 2]) bucket.objects.set(key(hour), `failure ${hour}`);
  bucket.objects.set('captures/pe1.bmp', 'not ours');
  const failures = new BucketFailures(bucket.client, 'failures');
  expect(await failures.list()).toEqual([key(1), key(2), key(3)]);
  expect(await failures.read(key(2))).toBe('failure 2');
  await failures.settle(key(2));
  expect(await failures.list()).toEqual([key(1), key(3)]);
  expect(bucket.objects.get(`replayed/${key(2)}`)).toBe('failure 2');
  await expect(failures.read('aws/lambda/none')).rejects.toThrow();
});

test('of a file: a line each; what is settled is noted beside it, and lines that come later are seen', async () => {
  const path = join(directory, 'failed-batches.jsonl');
  await writeFile(path, '{"a":1}\n{"a":2}\n');
  const failures = new FileFailures(path);
  expect(await failures.list()).toEqual(['line 1', 'line 2']);
  expect(await failures.read('line 2')).toBe('{"a":2}');
  await failures.settle('line 1');
  await writeFile(path, '{"a":1}\n{"a":2}\n{"a":3}\n');
  expect(await new FileFailures(path).list()).toEqual(['line 2', 'line 3']);
  await expect(failures.read('line 9')).rejects.toThrow('line 9');
});
