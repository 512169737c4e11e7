import type { CollectorEnvironment } from '#collector/config.ts';
import { type Archive, archivePrefixes } from './archive.ts';
import { canaryRouter, hasCanary } from './canary.ts';
import { containerPorts } from './collector-ports.ts';
import type { StationConfig } from './config.ts';
import type { Network } from './network.ts';
import type { Stream } from './stream.ts';
import type { Table } from './table.ts';

export interface CollectorEnvironmentProps {
  config: StationConfig;
  network: Network;
  stream: Stream;
  table: Table;
  archive: Archive;
}

/** How long a task has for its end, of which sessions are closed in turn for most; Fargate grants two minutes at most. */
export const stopSeconds = { task: 120, collector: 110, drain: 80 } as const;

/** What the collector is told in its environment. */
export function collectorEnvironment(props: CollectorEnvironmentProps): CollectorEnvironment {
  const { config, stream, table, archive } = props;
  const { routers, capacity, retention, logLevel, name } = config;
  return {
    STREAM_NAME: stream.streamName,
    TABLE_NAME: table.tableName,
    BMP_HOST: '0.0.0.0',
    BMP_PORT: String(containerPorts.bmp),
    HEALTH_PORT: String(containerPorts.health),
    MAX_CONNECTIONS: String(capacity.collectors.maxConnections),
    STOP_TIMEOUT_SECONDS: String(stopSeconds.collector),
    DRAIN_SECONDS: String(stopSeconds.drain),
    ROUTER_IDS: JSON.stringify(routers.ids),
    ROUTER_PARTITIONS: JSON.stringify(routers.partitions),
    CAPTURE_BUCKET: archive.bucketName,
    CAPTURE_PREFIX: archivePrefixes.captures,
    CAPTURE_DAYS: String(retention.captureDays),
    METRICS_NAMESPACE: name,
    LOG_LEVEL: logLevel,
    ...accessOf(props),
  };
}

type Access = Partial<CollectorEnvironment>;

function accessOf({ config, network }: CollectorEnvironmentProps): Access {
  const { exposure, proxyProtocol, tls, routers } = config;
  const { admission, holdDown, active } = routers;
  const withCanary = hasCanary(config);
  const known = routers.known.length > 0 && withCanary ? [...routers.known, canaryRouter] : routers.known;
  // Who comes by PrivateLink has an address of the load balancer, unless PROXY protocol tells another; and the canary is inside.
  const isInside = withCanary || (exposure.kind === 'private' && exposure.endpointService !== null);
  const sources = isInside ? [...exposure.sourceCidrs, network.cidr] : exposure.sourceCidrs;
  return {
    SOURCE_CIDRS: JSON.stringify(sources),
    ROUTER_ADMISSION: admission,
    ...(known.length > 0 && { KNOWN_ROUTERS: JSON.stringify(known) }),
    ...(holdDown !== null && { HOLD_DOWN: JSON.stringify(holdDown) }),
    ...(active.length > 0 && { ACTIVE_ROUTERS: JSON.stringify(active) }),
    ...(proxyProtocol && { TRUSTED_PROXIES: JSON.stringify([network.cidr]) }),
    ...(tls?.kind === 'collector' && { TLS_PORT: String(containerPorts.tls) }),
  };
}
