import { setTimeout as sleep } from 'node:timers/promises';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckpointStore } from '#local/checkpoints.ts';
import { EventSource, type EventSourceProps } from '#local/event-source.ts';
import type { StreamHandler } from '#local/kinesis-event.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { waitFor } from '#local/wait.ts';

let stream: LocalStream;
beforeAll(async () => {
  stream = await openStream();
});
afterAll(async () => stream.close());

/** Checkpoints that live as long as the test. */
function rememberedCheckpoints(known = new Map<string, string>()): CheckpointStore {
  return {
    load: async (shardId) => known.get(shardId) ?? null,
    save: async (shardId, sequenceNumber) => void known.set(shardId, sequenceNumber),
  };
}

let run = 0;
/** A run of its own: its keys carry its number, so that records of the others are told apart. */
function scenario(checkpoints: CheckpointStore = rememberedCheckpoints()) {
  run += 1;
  const prefix = `run${run}-`;
  const seen: Record<string, number[]> = {};
  const note: StreamHandler = async ({ Records }) => {
    for (const { kinesis } of Records) {
      if (!kinesis.partitionKey.startsWith(prefix)) continue;
      const key = kinesis.partitionKey.slice(prefix.length);
      seen[key] = [...(seen[key] ?? []), Number(Buffer.from(kinesis.data, 'base64').toString())];
    }
    return null;
  };
  const source = (handler: StreamHandler = note, props: Partial<EventSourceProps> = {}) =>
    new EventSource({
      client: stream.client,
      streamName: stream.name,
      handler,
      checkpoints,
      settings: { pollMilliseconds: 10, maximumBatchingWindowMilliseconds: 20, retryPause: { first: 1, longest: 5 } },
      onDiscard: async () => undefined,
      onError: () => undefined,
      ...props,
    });
  const put = (key: string, from: number, to: number) =>
    stream.client.send(
      new PutRecordsCommand({
        StreamName: stream.name,
        Records: Array.from({ length: to - from + 1 }, (_, index) => ({
          PartitionKey: prefix + key,
          Data: Buffer.from(String(from + index)),
        })),
      }),
    );
  return { seen, note, source, put };
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('TRIM_HORIZON: without a checkpoint it begins at the oldest record', async () => {
  const { source, put, seen } = scenario();
  await put('nj', 1, 5);
  const running = source();
  await running.start();
  await running.drain();
  expect(seen).toEqual({ nj: upTo(5) });
});

test('every key keeps its order over batches and shards', async () => {
  const { source, put, seen } = scenario();
  const running = source();
  await running.start();
  for (let from = 1; from <= 201; from += 50) {
    await Promise.all(['nj', 'md', 'la', 'tx', 'wa'].map((key) => put(key, from, from + 49)));
  }
  await running.drain();
  expect(Object.keys(seen).sort()).toEqual(['la', 'md', 'nj', 'tx', 'wa']);
  for (const numbers of Object.values(seen)) expect(numbers).toEqual(upTo(250));
});

test('parallelization factor 1: a shard has one invocation in flight, the two shards work side by side', async () => {
  const { source, put } = scenario();
  const inFlight = new Map<string, number>();
  let most = 0;
  let together = 0;
  const handler: StreamHandler = async ({ Records }) => {
    const shard = Records[0]?.eventID.split(':')[0] ?? '';
    inFlight.set(shard, (inFlight.get(shard) ?? 0) + 1);
    most = Math.max(most, inFlight.get(shard) ?? 0);
    together = Math.max(
      together,
      [...inFlight.values()].reduce((a, b) => a + b),
    );
    await sleep(5);
    inFlight.set(shard, (inFlight.get(shard) ?? 0) - 1);
    return null;
  };
  for (let key = 0; key < 20; key += 1) await put(`key${key}`, 1, 20);
  const running = source(handler);
  await running.start();
  await running.drain();
  expect({ most, together }).toEqual({ most: 1, together: 2 });
});

test('a restart goes on from the checkpoint: nothing again, nothing lost', async () => {
  const { source, put, seen } = scenario(rememberedCheckpoints());
  await put('nj', 1, 10);
  const first = source();
  await first.start();
  await first.drain();
  await put('nj', 11, 20);
  const second = source();
  await second.start();
  await second.drain();
  expect(seen).toEqual({ nj: upTo(20) });
});

test('at least once: a batch whose checkpoint was not written is delivered again', async () => {
  const { put, note, seen } = scenario();
  const deaf: CheckpointStore = { load: async () => null, save: async () => undefined };
  const again = () =>
    new EventSource({
      client: stream.client,
      streamName: stream.name,
      handler: note,
      checkpoints: deaf,
      onDiscard: async () => undefined,
      onError: () => undefined,
    });
  await put('nj', 1, 3);
  for (const running of [again(), again()]) {
    await running.start();
    await running.drain();
  }
  expect(seen).toEqual({ nj: [1, 2, 3, 1, 2, 3] });
});

test('a checkpoint store that fails is asked again, and the next batch waits for it', async () => {
  const known = new Map<string, string>();
  let failures = 0;
  const flaky: CheckpointStore = {
    ...rememberedCheckpoints(known),
    async save(shardId, sequenceNumber) {
      failures += 1;
      if (failures < 3) throw new Error('table away');
      known.set(shardId, sequenceNumber);
    },
  };
  const { source, put, seen } = scenario(flaky);
  await put('nj', 1, 3);
  const running = source();
  await running.start();
  await running.drain();
  expect(seen).toEqual({ nj: [1, 2, 3] });
  expect(failures).toBeGreaterThanOrEqual(3);
  expect(known.size).toBeGreaterThan(0);
});

test('a stream that fails is read again, from where it was', async () => {
  const { source, put, seen } = scenario();
  await put('nj', 1, 3);
  const errors: string[] = [];
  let failing = true;
  const client = Object.create(stream.client, {
    send: {
      value: (command: Parameters<typeof stream.client.send>[0]) => {
        if (failing && command.constructor.name === 'GetRecordsCommand') {
          return Promise.reject(new Error('ProvisionedThroughputExceededException'));
        }
        return stream.client.send(command);
      },
    },
  });
  const running = source(undefined, { client, onError: (error) => errors.push(error) });
  await running.start();
  await waitFor(async () => errors.length >= 4, 'failed reads');
  failing = false;
  await running.drain();
  expect(seen).toEqual({ nj: [1, 2, 3] });
});

test('on-failure destination: it gets the poison record, the shard goes on', async () => {
  const { put, note, seen } = scenario();
  const discarded: string[] = [];
  await put('nj', 1, 6);
  const running = new EventSource({
    client: stream.client,
    streamName: stream.name,
    checkpoints: rememberedCheckpoints(),
    handler: async (event) => {
      const poison = event.Records.some(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString() === '4');
      if (poison && event.Records.some(({ kinesis }) => kinesis.partitionKey.startsWith(`run${run}-`))) {
        throw new Error('poison');
      }
      return await note(event);
    },
    settings: { maximumRetryAttempts: 1, retryPause: { first: 1, longest: 1 } },
    onDiscard: async ({ records }) => {
      discarded.push(...records.map(({ data }) => new TextDecoder().decode(data)));
    },
    onError: () => undefined,
  });
  await running.start();
  await running.drain();
  expect(discarded.filter((text) => text === '4').length).toBeGreaterThan(0);
  expect(new Set(discarded)).toEqual(new Set(['4']));
  expect(seen.nj?.filter((n) => n > 4)).toEqual([5, 6]);
});

test('stop: the invocation in flight ends and is checkpointed, none begins', async () => {
  const known = new Map<string, string>();
  const { put, source } = scenario(rememberedCheckpoints(known));
  await put('nj', 1, 2);
  let started = 0;
  let ended = 0;
  const running = source(async () => {
    started += 1;
    await sleep(50);
    ended += 1;
    return null;
  });
  await running.start();
  await waitFor(async () => started > 0, 'an invocation');
  await running.stop();
  const atStop = started;
  expect(ended).toBe(atStop);
  expect(known.size).toBeGreaterThan(0);
  await sleep(60);
  expect(started).toBe(atStop);
});
