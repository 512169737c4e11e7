import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KinesisSink, mostCalls } from '#collector/kinesis-sink.ts';
import { PutRecordsServer, refused, taken } from './put-records-server.ts';
import { until } from './station.ts';

let server: PutRecordsServer;
let client: KinesisClient;
let sink: KinesisSink;

beforeEach(async () => {
  server = new PutRecordsServer();
  client = await server.start();
  sink = new KinesisSink(client, 'stream');
});
afterEach(async () => {
  client.destroy();
  await server.stop();
});

const octets = (length: number, first = 0): Uint8Array => new Uint8Array(length).fill(first, 0, 1);
const keysOf = (call: number): string[] => (server.calls[call] ?? []).map(({ PartitionKey }) => PartitionKey);
const firstOctetOf = (data: string): number => Buffer.from(data, 'base64')[0] ?? -1;
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `router-${index}`);
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

test('records of routers that wait at the same moment go with one call', async () => {
  await Promise.all(names(300).map((name) => sink.put(name, octets(100))));
  expect(server.calls).toHaveLength(1);
  expect(keysOf(0)).toEqual(names(300));
});

test('a record that fails fails alone, with its own error', async () => {
  server.answer = (entries) => ({
    Records: entries.map(({ PartitionKey }) => (PartitionKey === 'router-1' ? refused : taken)),
  });
  const outcomes = await Promise.allSettled(names(3).map((name) => sink.put(name, octets(100))));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { name: 'SinkError', code: refused.ErrorCode } });
});

test('an answer that has fewer entries than the call fails those that are missing', async () => {
  server.answer = () => ({ Records: [taken] });
  const outcomes = await Promise.allSettled(names(2).map((name) => sink.put(name, octets(1))));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('a call that fails as a whole fails each of its records', async () => {
  server.answer = () => ({ __type: 'LimitExceededException', message: 'too much' });
  const errors = await Promise.all(names(3).map((name) => sink.put(name, octets(1)).catch(codeOf)));
  expect(errors).toEqual(names(3).map(() => 'LimitExceededException'));
  expect(server.calls).toHaveLength(1);
});

test('one record that the stream never takes keeps no other from it', async () => {
  server.answer = (entries) =>
    entries.some(({ PartitionKey }) => PartitionKey === 'router-37')
      ? { __type: 'ValidationException', message: 'a key of 300 characters' }
      : { Records: entries.map(() => taken) };
  const outcomes = await Promise.allSettled(names(100).map((name) => sink.put(name, octets(100))));
  const failed = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
  expect(failed).toEqual([37]);
});

test('a call has at most 500 records and about a mebibyte, unless one record has more', async () => {
  await Promise.all(names(1200).map((name) => sink.put(name, octets(10))));
  expect(server.calls.map((call) => call.length).sort()).toEqual([200, 500, 500].sort());
  server.calls.length = 0;
  const sizes = [400_000, 400_000, 400_000, 3_000_000];
  await Promise.all(sizes.map((size, index) => sink.put(`large-${index}`, octets(size))));
  const callSizes = server.calls.map((call) => call.reduce((sum, { Data }) => sum + Data.length * 0.75, 0));
  expect(callSizes.filter((size) => size > 1_048_579)).toHaveLength(1);
  expect(server.calls.flat()).toHaveLength(4);
});

test('small records do not wait behind large ones', async () => {
  const large = names(40).map((name) => sink.put(name, octets(300_000)));
  const small = sink.put('quiet', octets(100));
  await Promise.all([...large, small]);
  const at = server.calls.findIndex((call) => call.some(({ PartitionKey }) => PartitionKey === 'quiet'));
  expect(at).toBeLessThan(server.calls.length - 1);
  expect(keysOf(at)[0]).toBe('quiet');
});

test('records of one key never share a call, nor overlap, and keep their order', async () => {
  await Promise.all(Array.from({ length: 5 }, (_, index) => sink.put('one', octets(10, index + 1))));
  expect(server.calls.map((call) => call.map(({ Data }) => firstOctetOf(Data)))).toEqual([[1], [2], [3], [4], [5]]);
  expect(server.mostInFlight).toBe(1);
});

test('a stream that does not answer holds only so many calls, and nothing is forgotten behind them', async () => {
  const gate = Promise.withResolvers<void>();
  server.answer = async (entries) => {
    await gate.promise;
    return { Records: entries.map(() => taken) };
  };
  const puts = names(40).map((name) => sink.put(name, octets(900_000)));
  await until(() => server.inFlight === mostCalls);
  expect(server.calls).toHaveLength(mostCalls);
  gate.resolve();
  await Promise.all(puts);
  expect(
    server.calls
      .flat()
      .map(({ PartitionKey }) => PartitionKey)
      .sort(),
  ).toEqual(names(40).sort());
  expect(server.mostInFlight).toBe(mostCalls);
});

test('a stream that nobody reaches: the error is named by what the network says', async () => {
  const gone = new PutRecordsServer();
  const unreached = await gone.start();
  await gone.stop();
  const error = await new KinesisSink(unreached, 'stream').put('pe', octets(1)).catch((caught: unknown) => caught);
  expect(codeOf(error)).toBe('ECONNREFUSED');
  unreached.destroy();
});
