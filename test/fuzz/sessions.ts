import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { RefusalLog } from '#collector/access/refusal-log.ts';
import { type CollectorConfig, collectorConfigFromEnvironment } from '#collector/config.ts';
import { createMetrics } from '#collector/metrics.ts';
import { QueueBudget } from '#collector/queue-budget.ts';
import { RouterRegistry } from '#collector/router-registry.ts';
import type { CollectorServices } from '#collector/services.ts';
import { BmpSession } from '#collector/session.ts';
import { Turns } from '#collector/turns.ts';
import { InMemoryClaims } from '#test/collector/in-memory-claims.ts';
import { InMemorySink, throttled } from '#test/collector/in-memory-sink.ts';
import { cut } from './mutation.ts';
import type { Random } from './random.ts';
import { Fault, type Target } from './target.ts';

const config: CollectorConfig = {
  ...collectorConfigFromEnvironment({ STREAM_NAME: 'stream', TABLE_NAME: 'table' }),
  collectorId: 'collector',
  batchMilliseconds: 1,
  batchBytes: 3000,
  maxQueuedBytes: 10_000,
};

/** Connections of routers that come, go and break off: each ends, nothing is left open, and all that was said can be read. */
export const sessions = (messages: Target): readonly Target[] => [
  {
    name: 'session',
    input: messages.input,
    async check(input, random) {
      const faults: string[] = [];
      const services = servicesOf(faults, random);
      const connections = 1 + random.below(3);
      await Promise.all(Array.from({ length: connections }, (_, index) => connect(services, index, input, random)));
      await expectQuiet(services);
      if (faults.length > 0) throw new Fault(faults.join('; '));
    },
  },
];

type Services = CollectorServices & { sink: InMemorySink };

function servicesOf(faults: string[], random: Random): Services {
  const sink = new InMemorySink();
  for (let planned = random.below(4); planned > 0; planned--) sink.failures.push(random.oneIn(2) ? throttled() : null);
  const log = pino({ level: 'error' }, { write: (line: string) => void faults.push(line) });
  return {
    config,
    sink,
    log,
    claims: new InMemoryClaims(),
    metrics: createMetrics(),
    registry: new RouterRegistry(),
    refusalLog: new RefusalLog(Date.now),
    requests: null,
    captures: null,
    turns: new Turns(),
    queueBudget: new QueueBudget(config.maxBufferedBytes),
    backOff: { firstMilliseconds: 1, ceilingMilliseconds: 2 },
    now: Date.now,
    abandon: new AbortController().signal,
  };
}

async function connect(services: Services, connection: number, input: Uint8Array, random: Random): Promise<void> {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, written) => written() });
  const session = new BmpSession({
    // Of a socket it reads, and destroys it: a stream does.
    socket: socket as Socket,
    connection,
    source: '192.0.2.1',
    sourcePort: 1000 + connection,
    certificateName: null,
    services,
  });
  const running = session.run();
  for (const piece of cut(input, random)) {
    if (socket.destroyed) break;
    socket.push(piece);
    if (random.oneIn(4)) await turn();
    if (random.oneIn(50)) random.pick(breaks)(socket, session);
  }
  if (!socket.destroyed) socket.push(null);
  await running;
}

const breaks: readonly ((socket: Duplex, session: BmpSession) => void)[] = [
  (socket) => socket.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
  (socket) => socket.destroy(),
  (_, session) => session.close({ reason: 'stopping', detail: null }),
];

async function expectQuiet({ metrics, sink }: Services): Promise<void> {
  if (sink.overlaps > 0) throw new Fault('two puts of one router at once');
  for (const gauge of [metrics.connections, metrics.sessions, metrics.pausedSessions, metrics.bufferedBytes]) {
    const { name, values } = await gauge.get();
    const [first] = values;
    if (first !== undefined && first.value !== 0) throw new Fault(`${name} is ${first.value} at the end`);
  }
}
