import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import type { CaptureDestination } from '#collector/capture/destination.ts';
import { type RunningCollector, startCollector } from '#collector/collector.ts';
import { type CollectorConfig, collectorConfigFromEnvironment } from '#collector/config.ts';
import { InMemoryClaims } from './in-memory-claims.ts';
import type { InMemoryRequests } from './in-memory-requests.ts';
import { InMemorySink } from './in-memory-sink.ts';

export interface LogLine {
  msg: string;
  reason?: string;
  router?: string;
  connection?: number;
  source?: string;
  detail?: string | null;
}

/** What a collector is asked, and where its captures go. */
interface Control {
  requests?: InMemoryRequests;
  captureDestination?: CaptureDestination;
}

/** A collector on free ports of 127.0.0.1, on a stream and a table in memory. */
export interface Station {
  collector: RunningCollector;
  sink: InMemorySink;
  claims: InMemoryClaims;
  logLines: LogLine[];
  /** The sum over all label values that contain `labels`. */
  metric(name: string, labels?: string): Promise<number>;
  health(): Promise<number>;
  dial(localAddress?: string): Promise<Client>;
  stop(): Promise<void>;
}

export async function startStation(
  over: Partial<CollectorConfig> = {},
  {
    sink = new InMemorySink(),
    claims = new InMemoryClaims(),
    ...control
  }: { sink?: InMemorySink; claims?: InMemoryClaims } & Control = {},
): Promise<Station> {
  const logLines: LogLine[] = [];
  const collector = await startCollector(configOf(over), {
    sink,
    claims,
    ...control,
    log: capturingLog(logLines),
    backOff: { firstMilliseconds: 2, ceilingMilliseconds: 10 },
  });
  return {
    collector,
    sink,
    claims,
    logLines,
    metric: async (name, labels = '') => sumOf(await collector.registry.metrics(), name, labels),
    health: async () => (await fetch(`http://127.0.0.1:${collector.healthAddress.port}/healthz`)).status,
    dial: (localAddress) => dial(collector.address.port, localAddress),
    stop: () => collector.stop(),
  };
}

const configOf = (over: Partial<CollectorConfig>): CollectorConfig => ({
  ...collectorConfigFromEnvironment({ STREAM_NAME: 'stream', TABLE_NAME: 'table', BMP_PORT: '0', HEALTH_PORT: '0' }),
  collectorId: 'collector-a',
  batchMilliseconds: 20,
  ...over,
});

const capturingLog = (lines: LogLine[]): Logger =>
  pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });

function sumOf(text: string, name: string, labels: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`bmpaas_collector_${name}`) && line.includes(labels));
  const ofName = lines.filter((line) => /^\w+/.exec(line)?.[0] === `bmpaas_collector_${name}`);
  return ofName.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

export interface Client {
  socket: Socket;
  /** Resolves once the octets are with the kernel. */
  send(...parts: Uint8Array[]): Promise<void>;
  /** FIN; resolves when the other side has closed too. */
  end(): Promise<void>;
  closed: Promise<void>;
}

async function dial(port: number, localAddress?: string): Promise<Client> {
  const { promise: connected, resolve, reject } = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const socket = connect({ host: '127.0.0.1', port, ...(localAddress && { localAddress }) }, resolve);
  socket.on('error', reject);
  socket.on('close', () => closed.resolve());
  socket.resume();
  await connected;
  return {
    socket,
    closed: closed.promise,
    async send(...parts) {
      for (const part of parts) await new Promise<void>((sent) => socket.write(part, () => sent()));
    },
    async end() {
      socket.end();
      await closed.promise;
    },
  };
}

/** Waits until the condition holds; fails after `seconds`. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${condition}`);
    await delay(5);
  }
}
