import { expect, test } from 'vitest';
import { collectorConfigFromEnvironment } from '#collector/config.ts';

const least = { STREAM_NAME: 'stream', TABLE_NAME: 'table' };

test('what is not said has its default', () => {
  expect(collectorConfigFromEnvironment(least)).toMatchObject({
    streamName: 'stream',
    bmpHost: '127.0.0.1',
    bmpPort: 11019,
    healthPort: 11020,
    maxConnections: 1000,
    maxConnectionsPerSource: 1000,
    maxMessageLength: 1_048_576,
    batchMilliseconds: 1000,
    batchBytes: 200_000,
    logLevel: 'info',
  });
});

test('router ids are a JSON map', () => {
  const { routerIds } = collectorConfigFromEnvironment({ ...least, ROUTER_IDS: '{"192.0.2.1": "edge-1"}' });
  expect([...routerIds]).toEqual([['192.0.2.1', 'edge-1']]);
  const { routerPartitions } = collectorConfigFromEnvironment({ ...least, ROUTER_PARTITIONS: '{"rr1": 16, "*": 1}' });
  expect([...routerPartitions]).toEqual([
    ['rr1', 16],
    ['*', 1],
  ]);
});

test('access: who may connect, and as whom', () => {
  expect(collectorConfigFromEnvironment(least)).toMatchObject({
    sourceCidrs: null,
    trustedProxies: [],
    routerAdmission: 'open',
    knownRouters: null,
    holdDown: null,
    tls: null,
  });
  const pem = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
  const config = collectorConfigFromEnvironment({
    ...least,
    SOURCE_CIDRS: '["10.0.0.0/8", "2001:db8::/32"]',
    TRUSTED_PROXIES: '["10.9.0.0/24"]',
    ROUTER_ADMISSION: 'known',
    KNOWN_ROUTERS: '["NJ01emd", "edge-1"]',
    HOLD_DOWN: '{"flaps": 10, "periodSeconds": 300, "holdDownSeconds": 600}',
    TLS_PORT: '11443',
    TLS_CERTIFICATE: pem('CERTIFICATE'),
    TLS_PRIVATE_KEY: pem('PRIVATE KEY'),
    TLS_CLIENT_CA: pem('CERTIFICATE'),
  });
  expect(config).toMatchObject({
    sourceCidrs: ['10.0.0.0/8', '2001:db8::/32'],
    trustedProxies: ['10.9.0.0/24'],
    routerAdmission: 'known',
    holdDown: { flaps: 10, periodSeconds: 300, holdDownSeconds: 600 },
    tls: { port: 11443, privateKey: pem('PRIVATE KEY') },
  });
  expect([...(config.knownRouters ?? [])]).toEqual(['NJ01emd', 'nj01emd', 'edge-1']);
});

test('what belongs together is demanded together, and no error tells of a key', () => {
  const privateKey = '-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n';
  const errorOf = (env: Record<string, string>): string => {
    try {
      collectorConfigFromEnvironment({ ...least, ...env });
      return 'none';
    } catch (error) {
      return String(error);
    }
  };
  expect(errorOf({ TLS_PORT: '11443', TLS_PRIVATE_KEY: privateKey })).toContain('TLS_PORT needs TLS_CERTIFICATE');
  expect(errorOf({ ROUTER_ADMISSION: 'known' })).toContain('there is no KNOWN_ROUTERS');
  const noPem = errorOf({ TLS_PORT: 'x', TLS_PRIVATE_KEY: 'SECRET', TLS_CERTIFICATE: privateKey });
  expect(noPem).toContain('TLS_PRIVATE_KEY');
  expect(noPem).not.toContain('SECRET');
});

test.each([
  ['TABLE_NAME', undefined],
  ['BMP_PORT', '70000'],
  ['MAX_CONNECTIONS', '0'],
  ['BATCH_BYTES', '1000000'],
  ['ROUTER_IDS', '{'],
  ['ROUTER_IDS', '{"a": "with space"}'],
  ['ROUTER_IDS', '{"a": "a#b"}'],
  ['ROUTER_PARTITIONS', '{"rr1": 0}'],
  ['ROUTER_PARTITIONS', '{"rr1": 17}'],
  ['ROUTER_PARTITIONS', '[8]'],
  ['METRICS_NAMESPACE', 'with space'],
  ['SOURCE_CIDRS', '["10.0.0.0/33"]'],
  ['SOURCE_CIDRS', '10.0.0.0/8'],
  ['TRUSTED_PROXIES', '["load-balancer"]'],
  ['ROUTER_ADMISSION', 'closed'],
  ['KNOWN_ROUTERS', '[""]'],
  ['KNOWN_ROUTERS', '{"nj01emd": true}'],
  ['HOLD_DOWN', '{"flaps": 0, "periodSeconds": 300, "holdDownSeconds": 600}'],
  ['HOLD_DOWN', '{"flaps": 3, "periodSeconds": 300}'],
  ['HOLD_DOWN', '{"flaps": 3, "periodSeconds": 300, "holdDownSeconds": 600, "holdDown": 1}'],
  ['TLS_PORT', '70000'],
  ['TLS_CLIENT_CA', 'PEM'],
  ['DRAIN_SECONDS', '14'],
  ['ACTIVE_ROUTERS', '[{"address": "192.0.2.1"}]'],
  ['ACTIVE_ROUTERS', '[{"address": "192.0.2.1", "port": 0}]'],
  ['CONTROL_SECONDS', '0'],
  ['CAPTURE_PREFIX', 'captures'],
  ['CAPTURE_PREFIX', '/'],
  ['CAPTURE_DAYS', '0'],
  ['LOG_LEVEL', 'loud'],
])('%s = %j is refused by name', (name, value) => {
  expect(() => collectorConfigFromEnvironment({ ...least, [name]: value })).toThrow(name);
});

test.each([
  ['nowhere', {}, null],
  ['into a directory', { CAPTURE_DIRECTORY: '/data' }, { kind: 'disk', directory: '/data', keptDays: 7 }],
  [
    'into a bucket, where both are told',
    { CAPTURE_BUCKET: 'b', CAPTURE_PREFIX: 'captures/', CAPTURE_DIRECTORY: '/data', CAPTURE_DAYS: '14' },
    { kind: 's3', bucket: 'b', prefix: 'captures/', keptDays: 14 },
  ],
])('captures go %s', (_where, variables, captures) => {
  expect(collectorConfigFromEnvironment({ ...least, ...variables })).toMatchObject({ controlSeconds: 5, captures });
});
