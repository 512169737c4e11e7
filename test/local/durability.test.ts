import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShardReader } from '#local/shard-reader.ts';
import { openStream } from '#local/stream.ts';
import { openTable } from '#local/table.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(`${tmpdir()}/bmpaas-durability-`);
});
afterEach(async () => rm(directory, { recursive: true, force: true }));

/** Lets the writer run until it has acknowledged `enough` writes, kills it, and answers the last number it said. */
async function killInFullFlight(enough: number): Promise<number> {
  const writer = spawn(process.execPath, [new URL('./durability-writer.ts', import.meta.url).pathname, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = 0;
  for await (const line of createInterface(writer.stdout)) {
    acknowledged = Number(line);
    if (acknowledged === enough) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  expect(writer.signalCode).toBe('SIGKILL');
  return acknowledged;
}

async function numbersInStream(): Promise<number[]> {
  const stream = await openStream(`${directory}/stream`);
  const numbers: number[] = [];
  for (const shardId of ['shardId-000000000000', 'shardId-000000000001']) {
    const reader = new ShardReader({ client: stream.client, streamName: stream.name, shardId }, null);
    const records = await reader.read(10_000);
    numbers.push(...records.map(({ data }) => Number(new TextDecoder().decode(data))));
  }
  await stream.close();
  return numbers;
}

async function numbersInTable(): Promise<number[]> {
  const table = await openTable(`${directory}/table`);
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'NUMBER' } },
    }),
  );
  await table.close();
  return Items.map((item) => Number(item.sk?.S)).sort((a, b) => a - b);
}

test('kill -9: every acknowledged record and item is there after the restart, in order, and the next one fits behind', async () => {
  const first = await killInFullFlight(60);
  const afterFirst = await numbersInStream();
  expect(afterFirst.slice(0, first)).toEqual(Array.from({ length: first }, (_, index) => index + 1));
  // The second writer starts at 1 again: in the stream behind the first, in the table over the same keys.
  const second = await killInFullFlight(30);
  const inStream = await numbersInStream();
  expect(inStream.slice(0, afterFirst.length)).toEqual(afterFirst);
  expect(inStream.slice(afterFirst.length).slice(0, second)).toEqual(Array.from({ length: second }, (_, i) => i + 1));
  expect((await numbersInTable()).slice(0, first)).toEqual(Array.from({ length: first }, (_, index) => index + 1));
}, 30_000);

test('opening twice what is closed in between finds the same stream and table', async () => {
  for (let time = 0; time < 2; time += 1) {
    const stream = await openStream(`${directory}/stream`);
    await stream.close();
    const table = await openTable(`${directory}/table`);
    await table.close();
  }
}, 30_000);
