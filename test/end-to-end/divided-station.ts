import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createApi } from '#functions/api/app.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { type HttpService, serveHttp } from '#local/http.ts';
import { type LocalStream, openStream } from '#local/stream.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { waitFor } from '#local/wait.ts';
import { freePort } from '../lab/free-port.ts';
import { anyPort } from './scene.ts';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * The station in pieces, as it is in AWS: collector and stream consumer are processes of their own, to be killed and
 * started again one by one; stream, table and API live on in this one.
 */
export class DividedStation {
  readonly #stream: LocalStream;
  readonly #table: LocalTable;
  readonly #api: HttpService;
  readonly bmpPort: number;
  readonly #healthPort: number;
  #collector: ChildProcess | null = null;
  #consumer: ChildProcess | null = null;

  private constructor(stream: LocalStream, table: LocalTable, api: HttpService, ports: [number, number]) {
    this.#stream = stream;
    this.#table = table;
    this.#api = api;
    [this.bmpPort, this.#healthPort] = ports;
  }

  static async start(): Promise<DividedStation> {
    const stream = await openStream();
    const table = await openTable();
    const api = createApi({ store: new DynamoDbStore(table.client, table.name), access: 'everyone' });
    const station = new DividedStation(stream, table, await serveHttp(api.fetch, anyPort), [
      await freePort(),
      await freePort(),
    ]);
    try {
      await station.startCollector();
      await station.startConsumer();
      return station;
    } catch (error) {
      await station.stop();
      throw error;
    }
  }

  get url(): string {
    return this.#api.url;
  }

  async startCollector(): Promise<void> {
    this.#collector = this.#spawn('../../collector/main.ts', 'ignore');
    const health = `http://127.0.0.1:${this.#healthPort}/healthz`;
    await waitFor(async () => (await fetch(health).catch(() => null))?.ok === true, 'the collector');
  }

  async startConsumer(): Promise<void> {
    this.#consumer = this.#spawn('./consumer.ts', 'pipe');
    const ended = once(this.#consumer, 'exit').then(() => Promise.reject(new Error('the consumer ended at once')));
    await Promise.race([once(this.#consumer.stdout ?? this.#consumer, 'data'), ended]);
    ended.catch(() => undefined);
  }

  killCollector = () => kill(this.#collector);
  killConsumer = () => kill(this.#consumer);

  async stop(): Promise<void> {
    await this.killCollector();
    await this.killConsumer();
    await this.#api.close();
    await this.#stream.close();
    await this.#table.close();
  }

  #spawn(file: string, stdout: 'ignore' | 'pipe') {
    const env = {
      ...process.env,
      STREAM_NAME: this.#stream.name,
      TABLE_NAME: this.#table.name,
      BMP_PORT: String(this.bmpPort),
      HEALTH_PORT: String(this.#healthPort),
      BATCH_MILLISECONDS: '100',
      LOG_LEVEL: 'error',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_KINESIS: this.#stream.url,
      AWS_ENDPOINT_URL_DYNAMODB: this.#table.url,
    };
    return spawn(process.execPath, [path(file)], { env, stdio: ['ignore', stdout, 'inherit'] });
  }
}

async function kill(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
