import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface PutEntry {
  PartitionKey: string;
  /** Base64. */
  Data: string;
}

/** An answer as HTTP: entries, or the error of the whole call. */
export type PutAnswer = { Records: object[] } | { __type: string; message: string };

export const taken = { SequenceNumber: '1', ShardId: 'shardId-000000000000' };
export const refused = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' };

/** Kinesis as far as a producer sees it, on a real socket; what it answers is said by the test. */
export class PutRecordsServer {
  /** By call, in the order in which they came. */
  readonly calls: PutEntry[][] = [];
  inFlight = 0;
  mostInFlight = 0;
  answer: (entries: readonly PutEntry[]) => PutAnswer | Promise<PutAnswer> = (entries) => ({
    Records: entries.map(() => taken),
  });
  readonly #server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { Records } = JSON.parse(Buffer.concat(chunks).toString()) as { Records: PutEntry[] };
    this.calls.push(Records);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    const answer = await this.answer(Records);
    this.inFlight--;
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  });

  async start(): Promise<KinesisClient> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new KinesisClient({
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({ connectionTimeout: 3000 }),
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
