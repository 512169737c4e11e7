import { createServer } from 'node:http';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { streamWriter } from '#functions/replay/stream-writer.ts';
import { clientSettings, listenOnLoopback } from '#local/loopback.ts';

/** Answers each request with the next error, and once there is none, that it has the record. */
async function puttingTo(errors: string[]): Promise<number> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    const error = errors.shift();
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (error) response.writeHead(400).end(JSON.stringify({ __type: error, message: 'no' }));
    else response.end(JSON.stringify({ SequenceNumber: '1', ShardId: 'shardId-000000000000' }));
  });
  const endpoint = await listenOnLoopback(server);
  const client = new KinesisClient({ ...clientSettings(endpoint), maxAttempts: 1 });
  try {
    await streamWriter(client, 'stream').put('pe1', new Uint8Array([1]));
    return requests;
  } finally {
    client.destroy();
    await endpoint.close();
  }
}

test('a full stream is waited for', async () => {
  const full = 'ProvisionedThroughputExceededException';
  expect(await puttingTo([full, full])).toBe(3);
});

test('another error ends it', async () => {
  await expect(puttingTo(['ResourceNotFoundException'])).rejects.toThrow('no');
});
