import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDataDirectory, DirectoryInUseError } from '#local/data-directory.ts';
import { failureFile } from '#local/failure-destination.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(`${tmpdir()}/bmpaas-data-`);
});
afterEach(async () => rm(root, { recursive: true, force: true }));

test('a directory that is not there is created, with those above it', async () => {
  const directory = await claimDataDirectory(join(root, 'a', 'b'));
  expect(await readFile(join(root, 'a', 'b', 'pid'), 'utf8')).toBe(`${process.pid}\n`);
  await directory.release();
});

test('a directory that a living process holds is refused, and the message names the process', async () => {
  const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(holder, 'spawn');
  await writeFile(join(root, 'pid'), String(holder.pid));
  await expect(claimDataDirectory(root)).rejects.toThrow(DirectoryInUseError);
  await expect(claimDataDirectory(root)).rejects.toThrow(String(holder.pid));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await (await claimDataDirectory(root)).release();
});

test('the on-failure destination appends one invocation record a line', async () => {
  const { failures } = await claimDataDirectory(root);
  const record = (sequenceNumber: string) => ({
    sequenceNumber,
    partitionKey: 'router',
    data: new Uint8Array(),
    arrivedAt: 1_700_000_000_000,
  });
  const originOf = (shardId: string) => ({ shardId, streamArn: 'arn:aws:kinesis:x' });
  const discard = failureFile(failures);
  await discard({
    origin: originOf('shardId-0'),
    records: [record('1'), record('2')],
    invocations: 3,
    error: 'poison',
  });
  await discard({ origin: originOf('shardId-1'), records: [record('3')], invocations: 1, error: 'poison' });
  const lines = (await readFile(failures, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      KinesisBatchInfo: {
        shardId: 'shardId-0',
        startSequenceNumber: '1',
        endSequenceNumber: '2',
        approximateArrivalOfFirstRecord: '2023-11-14T22:13:20.000Z',
        batchSize: 2,
        streamArn: 'arn:aws:kinesis:x',
      },
    },
    { KinesisBatchInfo: { shardId: 'shardId-1', batchSize: 1 } },
  ]);
  expect(lines.map(({ payload }) => JSON.parse(payload).Records.length)).toEqual([2, 1]);
});
