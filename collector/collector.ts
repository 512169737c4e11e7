import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { socketAddress } from '#model/socket-address.ts';
import { RefusalLog } from './access/refusal-log.ts';
import { type BackOff, defaultBackOff } from './back-off.ts';
import { Captures } from './capture/captures.ts';
import type { CaptureDestination } from './capture/destination.ts';
import type { Claims } from './claims.ts';
import type { CollectorConfig } from './config.ts';
import { type DialLeases, loneDials } from './dial/dial-leases.ts';
import { Dialler } from './dial/dialler.ts';
import { HealthServer } from './health.ts';
import { MetricLines } from './metric-lines.ts';
import { createMetrics } from './metrics.ts';
import { Presence } from './presence.ts';
import { QueueBudget } from './queue-budget.ts';
import { RequestWatch } from './request-watch.ts';
import type { Requests } from './requests.ts';
import { RouterRegistry } from './router-registry.ts';
import { BmpServer } from './server.ts';
import type { CollectorServices } from './services.ts';
import type { RecordSink } from './sink.ts';
import { Turns } from './turns.ts';

export interface CollectorDependencies {
  claims: Claims;
  sink: RecordSink;
  log: Logger;
  /** Which collector connects to which router; without it, it is this one. */
  dialLeases?: DialLeases;
  /** Where operators ask for something; without it nobody can. */
  requests?: Requests;
  /** Where captures go; without it there are none. */
  captureDestination?: CaptureDestination | null;
  /** Between tries of a stream or table that fails. */
  backOff?: BackOff;
  now?: () => number;
}

export interface RunningCollector {
  /** Where it takes BMP. */
  address: AddressInfo;
  /** Where it takes BMP over TLS; null where it does not. */
  tlsAddress: AddressInfo | null;
  /** Where it answers GET /healthz and /metrics. */
  healthAddress: AddressInfo;
  /** Of /metrics; what runs in the same process may add its own. */
  registry: Registry;
  /** Accepts no more, publishes all that was received and closes the claims; gives up after `stopTimeoutSeconds`. */
  stop(): Promise<void>;
}

/** Starts a collector and resolves once it listens. */
export async function startCollector(
  config: CollectorConfig,
  dependencies: CollectorDependencies,
): Promise<RunningCollector> {
  const abandon = new AbortController();
  const services = servicesOf(config, dependencies, abandon.signal);
  const server = new BmpServer(services);
  const { plain: address, tls: tlsAddress } = await server.listen();
  const health = new HealthServer({
    host: config.healthHost,
    port: config.healthPort,
    registry: services.metrics.registry,
    isReady: () => server.isListening,
    connections: () => server.connections,
  });
  const healthAddress = await health.listen().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const describe = () => ({ address: socketAddress(address.address, address.port), connections: server.connections });
  const presence = new Presence(services, describe);
  const dialler = new Dialler({
    services,
    leases: dependencies.dialLeases ?? loneDials,
    adopt: (socket, source, sourcePort) => server.adopt(socket, source, sourcePort),
  });
  const requestWatch = services.requests && new RequestWatch(services, services.requests);
  const metricLines = startMetricLines(services);
  services.log.info({ address, tlsAddress, healthAddress }, 'collector started');
  return {
    address,
    tlsAddress,
    healthAddress,
    registry: services.metrics.registry,
    async stop() {
      dialler.stop();
      await stopWithin(config.stopTimeoutSeconds * 1000, server, abandon);
      await withinASecond(Promise.all([dialler.ended(), requestWatch?.stop(), services.captures?.settled()]));
      await withinASecond(presence.stop());
      await metricLines?.stop();
      await health.stop();
      services.log.info('collector stopped');
    },
  };
}

/** What is left to say to the table does not hold up the end. */
const withinASecond = (last: Promise<unknown>): Promise<unknown> =>
  Promise.race([last, delay(1000, undefined, { ref: false })]);

/** Null where nobody is to be told. */
function startMetricLines({ config, metrics }: CollectorServices): MetricLines | null {
  const { metricsNamespace: namespace, maxConnections } = config;
  if (namespace === null) return null;
  const lines = new MetricLines({ metrics, namespace, maxConnections });
  lines.start();
  return lines;
}

/** The last eighth is for what has to be given up to end in an orderly way. */
async function stopWithin(milliseconds: number, server: BmpServer, abandon: AbortController): Promise<void> {
  const timer = setTimeout(() => abandon.abort(), milliseconds * 0.875);
  const unclean = delay(milliseconds, undefined, { ref: false });
  await Promise.race([server.stop(), unclean]);
  clearTimeout(timer);
  abandon.abort();
}

function servicesOf(
  config: CollectorConfig,
  dependencies: CollectorDependencies,
  abandon: AbortSignal,
): CollectorServices {
  const { claims, sink, log, backOff = defaultBackOff, now = Date.now } = dependencies;
  const common = { config, claims, sink, log, backOff, now, abandon, metrics: createMetrics() };
  return {
    ...common,
    requests: dependencies.requests ?? null,
    captures: capturesOf(common, dependencies),
    registry: new RouterRegistry(),
    refusalLog: new RefusalLog(now),
    turns: new Turns(),
    queueBudget: new QueueBudget(config.maxBufferedBytes),
  };
}

type CapturesNeed = Pick<CollectorServices, 'config' | 'log' | 'backOff' | 'now' | 'abandon' | 'metrics'>;

function capturesOf(
  { config, ...shared }: CapturesNeed,
  { requests, captureDestination: destination = null }: CollectorDependencies,
): Captures | null {
  if (requests === undefined || destination === null) return null;
  const keptSeconds = (config.captures?.keptDays ?? 7) * 86_400;
  return new Captures({ ...shared, requests, destination, collectorId: config.collectorId, keptSeconds });
}
