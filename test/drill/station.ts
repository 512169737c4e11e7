import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Hono } from 'hono';
import * as z from 'zod';
import { createApi } from '#functions/api/app.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { clientSettings } from '#local/loopback.ts';
import { localStreamName } from '#local/stream.ts';
import { localTableName } from '#local/table.ts';
import { CollectorProcess } from './collector-process.ts';
import { FaultProxy } from './fault-proxy.ts';
import { drillTimings, retention } from './settings.ts';

const served = z.object({ url: z.string() });
const told = z.object({ counts: z.record(z.string(), z.number()) });

/**
 * The station in pieces, as it is in the account: collectors, functions, and the services they stand on are processes of their own;
 * between them stand our proxies. The API reads the table past these.
 */
export class DrillStation {
  readonly stream: FaultProxy;
  readonly table: FaultProxy;
  readonly api: Hono;
  /** Every collector there has been, the newest last. */
  readonly collectors: CollectorProcess[] = [];
  /** What ingest has counted. */
  counts: Readonly<Record<string, number>> = {};
  readonly #children: ChildProcess[];
  readonly #environment: Record<string, string>;

  private constructor(stream: Service, table: Service, environment: Record<string, string>) {
    this.#children = [stream.child, table.child];
    this.stream = new FaultProxy(stream.url);
    this.table = new FaultProxy(table.url);
    this.#environment = { CHECKPOINTS_URL: table.url, ...environment };
    const client = new DynamoDBClient(clientSettings({ url: table.url, close: async () => {} }));
    this.api = createApi({
      store: new DynamoDbStore(client, localTableName),
      access: 'everyone',
      retention,
      streams: 'whole',
    });
  }

  /** `environment`: variables of the collector. */
  static async start(environment: Record<string, string>): Promise<DrillStation> {
    const [stream, table] = await Promise.all([serviceIn('./stream-process.ts'), serviceIn('./table-process.ts')]);
    const station = new DrillStation(stream, table, environment);
    await Promise.all([station.stream.open(), station.table.open()]);
    try {
      await Promise.all([station.#startFunctions(), station.startCollector()]);
      return station;
    } catch (error) {
      await station.stop();
      throw error;
    }
  }

  /** The one that routers are led to. */
  get collector(): CollectorProcess {
    const newest = this.collectors.at(-1);
    if (newest === undefined) throw new Error('there is no collector');
    return newest;
  }

  async startCollector(): Promise<CollectorProcess> {
    const id = { COLLECTOR_ID: `collector-${this.collectors.length + 1}` };
    const collector = await CollectorProcess.start({ ...this.#variables(), ...id });
    this.collectors.push(collector);
    return collector;
  }

  async stop(): Promise<void> {
    for (const collector of this.collectors) if (collector.isRunning) await collector.end('SIGKILL');
    for (const child of this.#children.toReversed()) await kill(child);
    await Promise.all([this.stream.close(), this.table.close()]);
  }

  async #startFunctions(): Promise<void> {
    const environment = { ...process.env, ...this.#variables(), TIMINGS: JSON.stringify(drillTimings) };
    const child = fork(path('./functions-process.ts'), { env: environment });
    this.#children.push(child);
    child.on('message', (message) => {
      this.counts = told.parse(message).counts;
    });
    await once(child, 'message');
  }

  #variables(): Record<string, string> {
    return {
      STREAM_NAME: localStreamName,
      TABLE_NAME: localTableName,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_KINESIS: this.stream.url,
      AWS_ENDPOINT_URL_DYNAMODB: this.table.url,
      ...this.#environment,
    };
  }
}

interface Service {
  child: ChildProcess;
  url: string;
}

async function serviceIn(file: string): Promise<Service> {
  const child = fork(path(file));
  const [message] = await once(child, 'message');
  return { child, url: served.parse(message).url };
}

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
