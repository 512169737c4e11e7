import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { formatPrefix } from '#protocol/net/prefix.ts';
import { InMemoryClaims } from './in-memory-claims.ts';
import { throttled } from './in-memory-sink.ts';
import { announcement, initiation, peerUp, prefixes } from './messages.ts';
import { type Client, type Station, startStation, until } from './station.ts';

let station: Station;
afterEach(() => station.stop());

const announcedBy = (routerId: string): string[] =>
  station.sink
    .events(routerId)
    .flatMap((event) => (event.kind === 'announce' ? event.routes : []))
    .map((route) => formatPrefix(route, 4));

const seqs = (routerId: string): number[] => station.sink.events(routerId).map(({ seq }) => seq);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('a sink that stands still stops the router, bounds memory, and loses nothing when it moves again', async () => {
  station = await startStation({ maxQueuedBytes: 20_000, batchBytes: 4000 });
  const router = await station.dial();
  await router.send(initiation('nj01emd'));
  await until(() => station.sink.taken.length > 0);
  station.sink.shut();

  const wanted = prefixes(40_000);
  const sending = sendAll(router, wanted);
  await until(async () => (await station.metric('paused_sessions')) === 1);
  const received = await settled(() => station.metric('message_bytes_total'));
  expect(await station.metric('buffered_bytes')).toBeLessThan(30_000);

  station.sink.open();
  await sending;
  await until(() => announcedBy('nj01emd').length === wanted.length, 20);
  expect(announcedBy('nj01emd')).toEqual(wanted);
  expect(seqs('nj01emd')).toEqual(upTo(seqs('nj01emd').length));
  expect(station.sink.overlaps).toBe(0);
  expect(await station.metric('paused_sessions')).toBe(0);
  expect(received).toBeLessThan((await station.metric('message_bytes_total')) / 10);
  await router.end();
}, 60_000);

/** Distinct attributes per prefix, so that nothing coalesces and records stay large. */
async function sendAll(router: Client, wanted: readonly string[]): Promise<void> {
  const messages = wanted.map((prefix, index) => announcement([prefix], [index + 1]));
  for (let first = 0; first < messages.length; first += 100) {
    await router.send(Buffer.concat(messages.slice(first, first + 100)));
  }
}

/** The value once it has stopped growing. */
async function settled(value: () => Promise<number>): Promise<number> {
  for (let last = -1, now = await value(); ; last = now, now = await value()) {
    if (now === last) return now;
    await delay(300);
  }
}

test('a slow sink slows one router and not the other', async () => {
  station = await startStation({ maxQueuedBytes: 2000, batchBytes: 1000 });
  const [slow, other] = [await station.dial(), await station.dial()];
  station.sink.delayMilliseconds = 5;
  const wanted = prefixes(1000);
  await slow.send(initiation('slow'));
  const sending = sendAll(slow, wanted);
  await other.send(initiation('other'), announcement(['192.0.2.0/24']));
  await until(() => announcedBy('other').length === 1);
  expect(announcedBy('slow').length).toBeLessThan(1000);
  await sending;
  await until(() => announcedBy('slow').length === 1000, 30);
  expect(announcedBy('slow')).toEqual(wanted);
  expect(station.sink.overlaps).toBe(0);
}, 60_000);

test('failed puts are tried again, in order, for as long as it takes', async () => {
  station = await startStation({ batchBytes: 500 });
  const { failures } = station.sink;
  const network = new Error('socket hang up');
  failures.push(null, throttled(), throttled(), network, null, throttled(), null, null, network, network, network);
  const router = await station.dial();
  const wanted = prefixes(300);
  await router.send(initiation('nj01emd'));
  await sendAll(router, wanted);
  await until(() => announcedBy('nj01emd').length === 300);
  expect(announcedBy('nj01emd')).toEqual(wanted);
  expect(seqs('nj01emd')).toEqual(upTo(seqs('nj01emd').length));
  expect(await station.metric('publish_retries_total', 'ProvisionedThroughputExceededException')).toBe(3);
  expect(await station.metric('publish_retries_total')).toBe(7);
  await router.end();
});

test('a router that goes while the sink is shut is published to the end, session-lost included', async () => {
  station = await startStation();
  const router = await station.dial();
  station.sink.shut();
  await router.send(initiation('nj01emd'), announcement(['10.0.0.0/8']));
  await router.end();
  await delay(100);
  expect(station.claims.claims.get('nj01emd')?.open).toBe(true);
  station.sink.open();
  await until(() => station.claims.claims.get('nj01emd')?.open === false);
  expect(station.sink.events('nj01emd').at(-1)?.kind).toBe('session-lost');
});

test('a router that reconnects while the sink is shut waits for what is left of its older session', async () => {
  station = await startStation();
  const older = await station.dial();
  await older.send(initiation('nj01emd'), peerUp('1.1.1.1'));
  await until(() => station.sink.events('nj01emd').length === 3);
  station.sink.shut();
  await older.send(announcement(['10.0.0.0/8']));
  const newer = await station.dial();
  await newer.send(initiation('nj01emd'), peerUp('1.1.1.1'), announcement(['11.0.0.0/8']));
  await older.closed;
  await delay(100);
  expect(station.claims.claims.get('nj01emd')?.session).toBe(1);
  station.sink.open();
  await until(() => announcedBy('nj01emd').length === 2);
  expect(announcedBy('nj01emd')).toEqual(['10.0.0.0/8', '11.0.0.0/8']);
  expect(station.claims.claims.get('nj01emd')?.session).toBe(2);
});

test('a table out of order makes the router wait, and loses nothing', async () => {
  const claims = new InMemoryClaims();
  claims.failures.push(...Array.from({ length: 20 }, () => new Error('no answer')));
  station = await startStation({}, { claims });
  const router = await station.dial();
  const wanted = prefixes(2000);
  await router.send(initiation('nj01emd'));
  await sendAll(router, wanted);
  await until(() => announcedBy('nj01emd').length === 2000);
  expect(announcedBy('nj01emd')).toEqual(wanted);
  expect(await station.metric('claim_retries_total')).toBe(20);
});

test('stop publishes what was received, says goodbye, closes the claims', async () => {
  station = await startStation({ batchMilliseconds: 60_000 });
  station.sink.delayMilliseconds = 50;
  const routers = await Promise.all(['a', 'b', 'c'].map(async (name) => ({ name, client: await station.dial() })));
  for (const { name, client } of routers) await client.send(initiation(name), announcement(['10.0.0.0/8']));
  await until(async () => (await station.metric('messages_total', 'route-monitoring')) === 3);
  expect(station.sink.taken).toHaveLength(0);
  await station.stop();
  for (const { name, client } of routers) {
    await client.closed;
    expect(station.sink.events(name).map(({ kind }) => kind)).toEqual([
      'session-open',
      'initiation',
      'announce',
      'heartbeat',
      'session-lost',
    ]);
    expect(station.sink.events(name).at(-1)).toMatchObject({ reason: 'collector stopping' });
    expect(station.claims.claims.get(name)?.open).toBe(false);
  }
});

test('stop ends in time even when the sink never answers', async () => {
  station = await startStation({ stopTimeoutSeconds: 1 });
  const router = await station.dial();
  station.sink.shut();
  await router.send(initiation('nj01emd'));
  await until(() => station.sink.attempts > 0);
  const began = Date.now();
  await station.stop();
  expect(Date.now() - began).toBeLessThan(2500);
});

test('stop ends in time when the sink always fails, and counts what is given up', async () => {
  station = await startStation({ stopTimeoutSeconds: 0.5 });
  station.sink.failures.push(...Array.from({ length: 10_000 }, throttled));
  const router = await station.dial();
  await router.send(initiation('nj01emd'));
  await until(() => station.sink.attempts > 1);
  await station.stop();
  expect(await station.metric('record_bytes_abandoned_total')).toBeGreaterThan(0);
  expect(await station.metric('buffered_bytes')).toBe(0);
});
