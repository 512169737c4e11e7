import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../lab/free-port.ts';
import { initiation } from './messages.ts';
import { type Station, startStation, until } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await startStation();
});
afterEach(() => station.stop());

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${station.collector.healthAddress.port}${path}`, init);

test('GET /healthz is 200 while routers are taken, whatever the stream does', async () => {
  station.sink.shut();
  const router = await station.dial();
  await router.send(initiation('nj01emd'));
  const response = await get('/healthz');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok', connections: 1 });
  station.sink.open();
});

test('GET /healthz is 503 while the collector is stopping', async () => {
  const router = await station.dial();
  await router.send(initiation('nj01emd'));
  await until(() => station.sink.taken.length > 0);
  station.sink.shut();
  const stopped = station.stop();
  await until(async () => (await station.health()) === 503);
  station.sink.open();
  await stopped;
});

test('GET /metrics is what Prometheus reads', async () => {
  const response = await get('/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toContain('# TYPE bmpaas_collector_publish_seconds histogram');
});

test.each([
  ['/', 'GET', 404],
  ['/healthz', 'POST', 405],
])('%s %s is %i', async (path, method, status) => {
  expect((await get(path, { method })).status).toBe(status);
});

test('a collector that cannot have its health port does not start, and leaves its BMP port free', async () => {
  const bmpPort = await freePort();
  const healthPort = station.collector.healthAddress.port;
  await expect(startStation({ bmpPort, healthPort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const next = await startStation({ bmpPort });
  await next.stop();
});

test('GET /metrics counts sessions from the moment their router is known', async () => {
  const nobody = await station.dial();
  const router = await station.dial();
  await router.send(initiation('nj01emd'));
  await until(async () => (await station.metric('sessions')) === 1);
  expect(await station.metric('connections')).toBe(2);
  await router.end();
  await until(async () => (await station.metric('sessions')) === 0);
  await nobody.end();
});
