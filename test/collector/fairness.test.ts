import { afterEach, expect, test } from 'vitest';
import { announcement, initiation, peerUp, prefixes } from './messages.ts';
import { type Client, type Station, startStation, until } from './station.ts';

let station: Station;
afterEach(() => station.stop());

const routes = (routerId: string): number =>
  station.sink.events(routerId).reduce((sum, event) => sum + (event.kind === 'announce' ? event.routes.length : 0), 0);

async function router(name: string): Promise<Client> {
  const client = await station.dial();
  await client.send(initiation(name), peerUp('1.1.1.1'));
  return client;
}

/** Octets of a dump that takes a while: each message of one prefix, as FRR sends them. */
const dumpOf = (count: number): Buffer => Buffer.concat(prefixes(count).map((prefix) => announcement([prefix])));

test('a quiet router is heard while others dump, long before any of them has ended', async () => {
  station = await startStation({ batchMilliseconds: 20 });
  const count = 40_000;
  const dump = dumpOf(count);
  const dumping = ['a', 'b', 'c', 'd'];
  const dumps = await Promise.all(dumping.map(router));
  const quiet = await router('quiet');
  await until(() => station.sink.events('quiet').length > 0);
  for (const { socket } of dumps) socket.write(dump);
  await until(() => dumping.some((name) => routes(name) > 0));
  const heard: number[] = [];
  for (let said = 1; said <= 5; said++) {
    await quiet.send(announcement([`192.0.2.${said}/32`]));
    await until(() => routes('quiet') === said);
    heard.push(Math.max(...dumping.map(routes)));
  }
  expect(heard[0]).toBeLessThan(count);
  await until(() => dumping.every((name) => routes(name) === count), 60);
}, 90_000);

test('many who dump into a stream that stands still have little waiting each, and lose nothing', async () => {
  const maxBufferedBytes = 40_000;
  station = await startStation({ maxBufferedBytes, batchBytes: 2000, maxQueuedBytes: 20_000 });
  const names = Array.from({ length: 20 }, (_, index) => `router-${index}`);
  const clients = await Promise.all(names.map(router));
  await until(() => names.every((name) => station.sink.events(name).length > 0));
  station.sink.shut();
  const count = 4000;
  for (const { socket } of clients) socket.write(dumpOf(count));
  await until(async () => (await station.metric('paused_sessions')) === names.length);
  // Each has a record more than its part at the most.
  expect(await station.metric('buffered_bytes')).toBeLessThan(maxBufferedBytes + names.length * 4000);
  station.sink.open();
  await until(() => names.every((name) => routes(name) === count), 60);
}, 90_000);

test('a lone router may have all that is allowed', async () => {
  station = await startStation({ maxBufferedBytes: 1_000_000, maxQueuedBytes: 40_000, batchBytes: 4000 });
  const client = await router('alone');
  await until(() => station.sink.events('alone').length > 0);
  station.sink.shut();
  client.socket.write(dumpOf(20_000));
  await until(async () => (await station.metric('paused_sessions')) === 1);
  expect(await station.metric('buffered_bytes')).toBeGreaterThan(40_000);
  station.sink.open();
  await until(() => routes('alone') === 20_000, 60);
}, 90_000);
