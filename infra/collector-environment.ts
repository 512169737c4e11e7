import type { CollectorEnvironment } from '#collector/config.ts';
import { containerPorts } from './collector-ports.ts';
import type { StationConfig } from './config.ts';
import type { Stream } from './stream.ts';
import type { Table } from './table.ts';

export interface CollectorEnvironmentProps {
  config: StationConfig;
  stream: Stream;
  table: Table;
}

/** How long a task has for its end; Fargate grants two minutes at most. */
export const stopSeconds = { task: 120 } as const;

/** What the collector is told in its environment. */
export function collectorEnvironment({ config, stream, table }: CollectorEnvironmentProps): CollectorEnvironment {
  const { routers, capacity, logLevel } = config;
  return {
    STREAM_NAME: stream.streamName,
    TABLE_NAME: table.tableName,
    BMP_HOST: '0.0.0.0',
    BMP_PORT: String(containerPorts.bmp),
    HEALTH_PORT: String(containerPorts.health),
    MAX_CONNECTIONS: String(capacity.collectors.maxConnections),
    ROUTER_IDS: JSON.stringify(routers.ids),
    ROUTER_PARTITIONS: JSON.stringify(routers.partitions),
    LOG_LEVEL: logLevel,
  };
}
