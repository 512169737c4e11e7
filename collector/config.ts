import { hostname } from 'node:os';
import * as z from 'zod';
import { mostPartitions } from '#model/partition.ts';
import { type AccessConfig, accessConfigOf, accessVariables } from './access/config.ts';
import { type ControlConfig, controlConfigOf, controlVariables } from './capture/config.ts';
import { type DialConfig, dialConfigOf, dialVariables } from './dial/config.ts';
import { mappingVariable } from './json-variable.ts';

/** Everything a collector can be told. */
export interface CollectorConfig extends AccessConfig, DialConfig, ControlConfig {
  streamName: string;
  tableName: string;
  bmpHost: string;
  bmpPort: number;
  healthHost: string;
  healthPort: number;
  collectorId: string;
  maxConnections: number;
  /** Connections from one source address; behind an NLB or NAT many routers may share one. */
  maxConnectionsPerSource: number;
  /** Octets. */
  maxMessageLength: number;
  initiationTimeoutSeconds: number;
  /** From the first octets of a message to its last. Well above any freeze of a router that its TCP sessions survive. */
  stallTimeoutSeconds: number;
  /** A record is cut when its first event is this old, or when it has grown to so many octets. */
  batchMilliseconds: number;
  batchBytes: number;
  /** Between heartbeats to the table, and to the stream of a router that has long been silent. */
  heartbeatSeconds: number;
  /** Between heartbeats to the stream of a router that keeps talking: how old the counters of a busy router get. */
  activeHeartbeatSeconds: number;
  /** Octets waiting to be published above which a router's socket is paused. */
  maxQueuedBytes: number;
  /** The same of all routers: what is free of it is the most that one may have waiting. */
  maxBufferedBytes: number;
  /** How long SIGTERM may take. Orchestrators kill after 30 s. */
  stopTimeoutSeconds: number;
  /** Of that, over how long the closing of the connections is spread. */
  drainSeconds: number;
  /** From sysName or source address to router id. */
  routerIds: ReadonlyMap<string, string>;
  /** From router id, `*` being all others, to the number of its partitions. */
  routerPartitions: ReadonlyMap<string, number>;
  /** Of the metrics that CloudWatch is told each minute; null: it is told none. */
  metricsNamespace: string | null;
  logLevel: LogLevel;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const port = z.coerce.number().int().min(0).max(65535);
const positive = z.coerce.number().int().min(1);

const routerIds = mappingVariable(z.string().regex(/^[^#~\s]{1,200}$/));
const routerPartitions = mappingVariable(z.number().int().min(1).max(mostPartitions));

const variables = z.object({
  STREAM_NAME: z.string().min(1),
  TABLE_NAME: z.string().min(1),
  BMP_HOST: z.string().default('127.0.0.1'),
  BMP_PORT: port.default(11019),
  HEALTH_PORT: port.default(11020),
  COLLECTOR_ID: z.string().min(1).default(hostname()),
  MAX_CONNECTIONS: positive.default(1000),
  MAX_CONNECTIONS_PER_SOURCE: positive.optional(),
  MAX_MESSAGE_LENGTH: positive.min(4096).max(16_777_216).default(1_048_576),
  INITIATION_TIMEOUT_SECONDS: z.coerce.number().positive().default(30),
  STALL_TIMEOUT_SECONDS: z.coerce.number().positive().default(180),
  BATCH_MILLISECONDS: positive.default(1000),
  BATCH_BYTES: positive.max(400_000).default(200_000),
  HEARTBEAT_SECONDS: z.coerce.number().positive().default(60),
  ACTIVE_HEARTBEAT_SECONDS: z.coerce.number().positive().default(15),
  MAX_QUEUED_BYTES: positive.default(1_048_576),
  MAX_BUFFERED_BYTES: positive.default(134_217_728),
  STOP_TIMEOUT_SECONDS: z.coerce.number().positive().default(18),
  DRAIN_SECONDS: z.coerce.number().min(0).default(0),
  ROUTER_IDS: routerIds.default(new Map()),
  ROUTER_PARTITIONS: routerPartitions.default(new Map()),
  METRICS_NAMESPACE: z
    .string()
    .regex(/^[\w./#-]{1,255}$/)
    .optional(),
  ...accessVariables,
  ...dialVariables,
  ...controlVariables,
  LOG_LEVEL: z.enum(logLevels).default('info'),
});

/** The last connection has to be flushed, too. */
const environment = variables.refine(
  ({ DRAIN_SECONDS, STOP_TIMEOUT_SECONDS }) => DRAIN_SECONDS <= STOP_TIMEOUT_SECONDS * 0.75,
  { path: ['DRAIN_SECONDS'], message: 'has to leave a quarter of STOP_TIMEOUT_SECONDS' },
);

type Variables = z.input<typeof environment>;
type Optional = { [Name in keyof Variables]-?: undefined extends Variables[Name] ? Name : never }[keyof Variables];

/** What a deployment sets: names as in the environment, values as text. */
export type CollectorEnvironment = Record<Exclude<keyof Variables, Optional>, string> & {
  [Name in Optional]?: string;
};

/** Throws an error that names every variable that is missing or wrong. */
export function collectorConfigFromEnvironment(env: NodeJS.ProcessEnv): CollectorConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) throw new Error(`environment: ${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  return {
    streamName: values.STREAM_NAME,
    tableName: values.TABLE_NAME,
    bmpHost: values.BMP_HOST,
    bmpPort: values.BMP_PORT,
    healthHost: values.BMP_HOST,
    healthPort: values.HEALTH_PORT,
    collectorId: values.COLLECTOR_ID,
    maxConnections: values.MAX_CONNECTIONS,
    maxConnectionsPerSource: values.MAX_CONNECTIONS_PER_SOURCE ?? values.MAX_CONNECTIONS,
    maxMessageLength: values.MAX_MESSAGE_LENGTH,
    initiationTimeoutSeconds: values.INITIATION_TIMEOUT_SECONDS,
    stallTimeoutSeconds: values.STALL_TIMEOUT_SECONDS,
    batchMilliseconds: values.BATCH_MILLISECONDS,
    batchBytes: values.BATCH_BYTES,
    heartbeatSeconds: values.HEARTBEAT_SECONDS,
    activeHeartbeatSeconds: values.ACTIVE_HEARTBEAT_SECONDS,
    maxQueuedBytes: values.MAX_QUEUED_BYTES,
    maxBufferedBytes: values.MAX_BUFFERED_BYTES,
    stopTimeoutSeconds: values.STOP_TIMEOUT_SECONDS,
    drainSeconds: values.DRAIN_SECONDS,
    routerIds: values.ROUTER_IDS,
    routerPartitions: values.ROUTER_PARTITIONS,
    metricsNamespace: values.METRICS_NAMESPACE ?? null,
    ...accessConfigOf(values),
    ...dialConfigOf(values),
    ...controlConfigOf(values),
    logLevel: values.LOG_LEVEL,
  };
}
