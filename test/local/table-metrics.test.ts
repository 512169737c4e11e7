import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { startStack } from '#local/stack.ts';
import { registerTableMetrics } from '#local/table-metrics.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';

const samplesOf = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('bmpaas_table_'));

test('every scrape says what the store has come to', async () => {
  const store = new MeteredStore(new InMemoryStore());
  const registry = new Registry();
  registerTableMetrics(registry, store);
  expect(samplesOf(await registry.metrics())).toEqual([]);
  const put = { key: { pk: 'SEGMENT#pe1', sk: 'a' }, document: { data: new Uint8Array(5000) } };
  await store.write([{ put }]);
  await store.getImmutable(put.key);
  await store.getImmutable(put.key);
  const expected = [
    'bmpaas_table_requests_total{kind="SEGMENT",operation="put"} 1',
    'bmpaas_table_requests_total{kind="SEGMENT",operation="get-immutable"} 2',
    'bmpaas_table_write_request_units_total{kind="SEGMENT",operation="put"} 5',
    'bmpaas_table_write_request_units_total{kind="SEGMENT",operation="get-immutable"} 0',
    'bmpaas_table_read_request_units_total{kind="SEGMENT",operation="put"} 0',
    'bmpaas_table_read_request_units_total{kind="SEGMENT",operation="get-immutable"} 2',
  ];
  expect(samplesOf(await registry.metrics())).toEqual(expected);
  expect(samplesOf(await registry.metrics())).toEqual(expected);
});

test('the local stack shows them beside the collector', async () => {
  const anyPort = { host: '127.0.0.1', port: 0 };
  const stack = await startStack({ demo: false, bmp: anyPort, api: anyPort, data: null }, pino({ level: 'silent' }));
  try {
    expect((await fetch(`${stack.addresses.api}/v1/routers`)).status).toBe(200);
    const metrics = await (await fetch(new URL('/metrics', stack.addresses.health))).text();
    expect(metrics).toMatch(/^bmpaas_table_read_request_units_total\{kind="ROUTER",operation="query"\} [1-9]/m);
    expect(metrics).toMatch(/^bmpaas_collector_connections 0$/m);
  } finally {
    await stack.stop();
  }
});
