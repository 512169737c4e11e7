import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { type DeliveryRules, type DiscardedBatch, deliverBatch } from '#local/batch-delivery.ts';
import type { StreamHandler } from '#local/kinesis-event.ts';
import type { ArrivedRecord } from '#local/shard-reader.ts';

const rules: DeliveryRules = {
  reportBatchItemFailures: true,
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: 2,
  retryPause: { first: 0, longest: 0 },
};

const recordsOf = (names: string): ArrivedRecord[] =>
  [...names].map((name) => ({
    sequenceNumber: name,
    partitionKey: 'router',
    data: new TextEncoder().encode(name),
    arrivedAt: 1_000,
  }));

const namesOf = (event: KinesisStreamEvent): string =>
  event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString()).join('');

type Answer = KinesisStreamBatchResponse | null | undefined;

/** Delivers one record per letter and notes what the handler saw, what was checkpointed and what was discarded. */
async function deliver(names: string, answer: (batch: string) => Answer, changes: Partial<DeliveryRules> = {}) {
  const seen: string[] = [];
  const checkpoints: string[] = [];
  const discarded: DiscardedBatch[] = [];
  const handler: StreamHandler = async (event) => {
    seen.push(namesOf(event));
    return answer(namesOf(event));
  };
  const origin = { shardId: 'shardId-000000000000', streamArn: 'arn' };
  await deliverBatch(
    recordsOf(names),
    { ...rules, ...changes },
    {
      handler,
      origin,
      checkpoint: async (sequenceNumber) => void checkpoints.push(sequenceNumber),
      discard: async (batch) => void discarded.push(batch),
      onError: () => undefined,
      stopped: new AbortController().signal,
    },
  );
  return {
    seen,
    checkpoints,
    discarded: discarded.map(({ records }) => records.map((r) => r.sequenceNumber).join('')),
    batches: discarded,
  };
}

const failAt = (...names: string[]): KinesisStreamBatchResponse => ({
  batchItemFailures: names.map((itemIdentifier) => ({ itemIdentifier })),
});

const poisonedBy =
  (name: string) =>
  (batch: string): Answer => {
    if (batch.includes(name)) throw new Error('poison');
    return null;
  };

test('a success checkpoints the last record, once', async () => {
  const { seen, checkpoints } = await deliver('abc', () => failAt());
  expect({ seen, checkpoints }).toEqual({ seen: ['abc'], checkpoints: ['c'] });
});

test.each([
  ['null', null],
  ['undefined', undefined],
  ['an empty list', failAt()],
])('an answer of %s is a complete success', async (_, answer) => {
  expect((await deliver('abc', () => answer)).checkpoints).toEqual(['c']);
});

test('reportBatchItemFailures: resumes at the first failed sequence number', async () => {
  const answers = [failAt('c'), failAt()];
  const { seen, checkpoints } = await deliver('abcd', () => answers.shift());
  expect(seen).toEqual(['abcd', 'cd']);
  expect(checkpoints).toEqual(['b', 'd']);
});

test('reportBatchItemFailures: of several, the lowest sequence number wins', async () => {
  const answers = [failAt('d', 'b'), failAt()];
  expect((await deliver('abcd', () => answers.shift())).seen).toEqual(['abcd', 'bcd']);
});

test.each([
  ['an empty', ''],
  ['an unknown', 'z'],
])('reportBatchItemFailures: %s identifier fails the whole batch', async (_, identifier) => {
  const answers = [failAt(identifier), failAt()];
  const { seen, checkpoints } = await deliver('ab', () => answers.shift());
  expect(seen).toEqual(['ab', 'ab']);
  expect(checkpoints).toEqual(['b']);
});

test('reportBatchItemFailures off: the answer is not looked at', async () => {
  const { seen } = await deliver('ab', () => failAt('a'), { reportBatchItemFailures: false });
  expect(seen).toEqual(['ab']);
});

test('a function error retries the whole batch, and nothing is checkpointed before', async () => {
  let calls = 0;
  const { seen, checkpoints } = await deliver('ab', () => {
    calls += 1;
    if (calls === 1) throw new Error('once');
    return null;
  });
  expect(seen).toEqual(['ab', 'ab']);
  expect(checkpoints).toEqual(['b']);
});

test('maximumRetryAttempts: the first try and so many retries, then the on-failure destination, and on', async () => {
  const { seen, discarded, checkpoints, batches } = await deliver('ab', poisonedBy('a'));
  expect(seen).toEqual(['ab', 'ab', 'ab']);
  expect(discarded).toEqual(['ab']);
  expect(checkpoints).toEqual(['b']);
  expect(batches[0]).toMatchObject({ origin: { shardId: 'shardId-000000000000' }, invocations: 3 });
  expect(batches[0]?.error).toContain('poison');
});

test('maximumRetryAttempts: 0 never retries', async () => {
  expect((await deliver('a', poisonedBy('a'), { maximumRetryAttempts: 0 })).seen).toEqual(['a']);
});

test('maximumRetryAttempts: -1 retries until it succeeds', async () => {
  let calls = 0;
  const fiftiethTime = (): Answer => {
    calls += 1;
    return calls < 50 ? failAt('a') : null;
  };
  const { discarded, checkpoints } = await deliver('a', fiftiethTime, { maximumRetryAttempts: -1 });
  expect({ calls, discarded, checkpoints }).toEqual({ calls: 50, discarded: [], checkpoints: ['a'] });
});

test('bisectBatchOnFunctionError: halves in order until the poison stands alone, and only it is discarded', async () => {
  const { seen, discarded, checkpoints } = await deliver('abcdefgh', poisonedBy('f'), {
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 1,
  });
  expect(seen).toEqual(['abcdefgh', 'abcd', 'efgh', 'ef', 'e', 'f', 'f', 'gh']);
  expect(discarded).toEqual(['f']);
  expect(checkpoints).toEqual(['d', 'e', 'f', 'h']);
});

test('bisectBatchOnFunctionError: splitting does not count as a retry', async () => {
  const { seen } = await deliver('abcd', poisonedBy('d'), {
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 0,
  });
  expect(seen).toEqual(['abcd', 'ab', 'cd', 'c', 'd']);
});

test('bisectBatchOnFunctionError with a partial response: cut at the returned sequence number, not in the middle', async () => {
  const answers = [failAt('d'), failAt()];
  const { seen, discarded } = await deliver('abcd', () => answers.shift(), {
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 0,
  });
  expect(seen).toEqual(['abcd', 'd']);
  expect(discarded).toEqual([]);
});

test('the handler gets the event that Lambda would get', async () => {
  const events: KinesisStreamEvent[] = [];
  const stopped = new AbortController().signal;
  await deliverBatch(recordsOf('a'), rules, {
    handler: async (event) => {
      events.push(event);
      return null;
    },
    origin: { shardId: 'shardId-000000000001', streamArn: 'arn:aws:kinesis:x' },
    checkpoint: async () => undefined,
    discard: async () => undefined,
    onError: () => undefined,
    stopped,
  });
  expect(events[0]?.Records[0]).toMatchObject({
    eventID: 'shardId-000000000001:a',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:x',
    kinesis: { partitionKey: 'router', sequenceNumber: 'a', data: 'YQ==', approximateArrivalTimestamp: 1 },
  });
});

test('once stopped, no invocation begins and nothing is checkpointed', async () => {
  const abort = new AbortController();
  const checkpoints: string[] = [];
  let calls = 0;
  await deliverBatch(
    recordsOf('ab'),
    { ...rules, maximumRetryAttempts: -1 },
    {
      handler: async () => {
        calls += 1;
        abort.abort();
        throw new Error('the stop came while it ran');
      },
      origin: { shardId: 's', streamArn: 'arn' },
      checkpoint: async (sequenceNumber) => void checkpoints.push(sequenceNumber),
      discard: async () => undefined,
      onError: () => undefined,
      stopped: abort.signal,
    },
  );
  expect({ calls, checkpoints }).toEqual({ calls: 1, checkpoints: [] });
});
