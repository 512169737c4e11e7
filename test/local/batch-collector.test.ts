import { expect, test } from 'vitest';
import { BatchCollector, type BatchLimits } from '#local/batch-collector.ts';
import type { ArrivedRecord } from '#local/shard-reader.ts';

const limits: BatchLimits = {
  batchSize: 3,
  maximumBatchingWindowMilliseconds: 60,
  maximumBatchBytes: 6_000_000,
  pollMilliseconds: 5,
};

const record = (sequenceNumber: number, bytes = 1): ArrivedRecord => ({
  sequenceNumber: String(sequenceNumber),
  partitionKey: 'router',
  data: new Uint8Array(bytes),
  arrivedAt: 0,
});

/** A shard whose records are there from the start. */
const shardOf = (records: ArrivedRecord[]) => async (limit: number) => records.splice(0, limit);

const numbers = (batch: ArrivedRecord[]) => batch.map(({ sequenceNumber }) => Number(sequenceNumber));

test('batch size: a full batch goes at once, the rest in the next, in order', async () => {
  const collector = new BatchCollector(shardOf([1, 2, 3, 4].map((n) => record(n))), limits);
  const started = performance.now();
  expect(numbers(await collector.next())).toEqual([1, 2, 3]);
  expect(performance.now() - started).toBeLessThan(limits.maximumBatchingWindowMilliseconds);
  expect(numbers(await collector.next())).toEqual([4]);
});

test('batch window: a batch that is not full waits for more until the window closes', async () => {
  const late = [record(2)];
  const reads = [[record(1)], [], []];
  const collector = new BatchCollector(async (limit) => reads.shift() ?? late.splice(0, limit), limits);
  const started = performance.now();
  expect(numbers(await collector.next())).toEqual([1, 2]);
  expect(performance.now() - started).toBeGreaterThanOrEqual(limits.maximumBatchingWindowMilliseconds);
});

test('batch window 0: what is there goes at once', async () => {
  const reads = [[record(1)], [record(2)]];
  const collector = new BatchCollector(async () => reads.shift() ?? [], {
    ...limits,
    maximumBatchingWindowMilliseconds: 0,
  });
  expect(numbers(await collector.next())).toEqual([1]);
  expect(numbers(await collector.next())).toEqual([2]);
});

test('payload limit: a batch is cut before it is exceeded, and a record above it goes alone', async () => {
  const shard = shardOf([record(1, 300_000), record(2, 300_000), record(3, 900_000), record(4)]);
  const collector = new BatchCollector(shard, { ...limits, maximumBatchBytes: 1_000_000 });
  const batches = [await collector.next(), await collector.next(), await collector.next()];
  expect(batches.map(numbers)).toEqual([[1, 2], [3], [4]]);
});

test('draining: neither window nor silence is waited for', async () => {
  const collector = new BatchCollector(
    shardOf([record(1)]),
    { ...limits, maximumBatchingWindowMilliseconds: 60_000 },
    () => 'draining',
  );
  expect(numbers(await collector.next())).toEqual([1]);
  expect(await collector.next()).toEqual([]);
});

test('stopped: nothing is delivered any more', async () => {
  const collector = new BatchCollector(shardOf([record(1)]), limits, () => 'stopped');
  expect(await collector.next()).toEqual([]);
});
