import { createServer, type IncomingMessage, type Server } from 'node:http';
import { crc32 } from 'node:zlib';
import * as z from 'zod';

/** What a call of PutRecords has, as JSON. */
const putRecords = z.object({ Records: z.array(z.object({ PartitionKey: z.string(), Data: z.string() })) });

interface Limits {
  shards: number;
  /** Of one shard in a second. */
  octets: number;
  records: number;
}

const unlimited: Limits = { shards: 1, octets: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };

/** Kinesis and DynamoDB to a collector, as HTTP: takes records, tells whoever looks, and forgets them; every claim is granted. */
export class StreamStub {
  readonly #onRecord: (data: Uint8Array) => void;
  readonly #server: Server;
  #limits = unlimited;
  #second = 0;
  readonly #used = new Map<number, { octets: number; records: number }>();
  calls = 0;
  records = 0;
  throttled = 0;
  tableCalls = 0;

  constructor(onRecord: (data: Uint8Array) => void) {
    this.#onRecord = onRecord;
    this.#server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(JSON.stringify(this.#answer(String(request.headers['x-amz-target']), body)));
      });
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Its URL. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }

  limit(limits: Limits): void {
    this.#limits = limits;
  }

  resetCounts(): void {
    this.calls = 0;
    this.records = 0;
    this.throttled = 0;
    this.tableCalls = 0;
  }

  #answer(target: string, body: Buffer): object {
    if (target.endsWith('.PutRecords')) return this.#put(body);
    this.tableCalls++;
    return target.endsWith('.UpdateItem') ? { Attributes: { session: { N: '1' } } } : {};
  }

  #put(body: Buffer): object {
    this.calls++;
    const { Records } = putRecords.parse(JSON.parse(body.toString('utf8')));
    const answers = Records.map(({ PartitionKey, Data }) => this.#take(PartitionKey, Buffer.from(Data, 'base64')));
    return { FailedRecordCount: answers.filter((answer) => 'ErrorCode' in answer).length, Records: answers };
  }

  #take(key: string, data: Buffer): object {
    if (!this.#hasRoom(crc32(key) % this.#limits.shards, data.length)) {
      this.throttled++;
      return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' };
    }
    this.records++;
    this.#onRecord(data);
    return { SequenceNumber: String(this.records), ShardId: 'shardId-000000000000' };
  }

  #hasRoom(shard: number, octets: number): boolean {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) this.#used.clear();
    this.#second = second;
    const used = this.#used.get(shard) ?? { octets: 0, records: 0 };
    if (used.octets + octets > this.#limits.octets || used.records >= this.#limits.records) return false;
    this.#used.set(shard, { octets: used.octets + octets, records: used.records + 1 });
    return true;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
