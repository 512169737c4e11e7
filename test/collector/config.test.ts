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
  ['DRAIN_SECONDS', '14'],
  ['ACTIVE_ROUTERS', '[{"address": "192.0.2.1"}]'],
  ['ACTIVE_ROUTERS', '[{"address": "192.0.2.1", "port": 0}]'],
  ['LOG_LEVEL', 'loud'],
])('%s = %j is refused by name', (name, value) => {
  expect(() => collectorConfigFromEnvironment({ ...least, [name]: value })).toThrow(name);
});
