/** What a collector can be told that the whole on one machine can be told, too. */
const names = [
  'ROUTER_IDS',
  'ROUTER_PARTITIONS',
  'SOURCE_CIDRS',
  'TRUSTED_PROXIES',
  'ROUTER_ADMISSION',
  'KNOWN_ROUTERS',
  'HOLD_DOWN',
  'TLS_PORT',
  'TLS_CERTIFICATE',
  'TLS_PRIVATE_KEY',
  'TLS_CLIENT_CA',
  'ACTIVE_ROUTERS',
  'MAX_CONNECTIONS',
  'MAX_CONNECTIONS_PER_SOURCE',
] as const;

export const collectorSettingsIn = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(names.map((name) => [name, env[name]]));
