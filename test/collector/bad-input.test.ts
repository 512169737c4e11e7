import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { announcement, initiation, peerUp, undecodable, withdrawal } from './messages.ts';
import { type Station, startStation, until } from './station.ts';

/** Each case on a collector that has a healthy router, which must not notice. */
async function stationWithRouter(over: Parameters<typeof startStation>[0] = {}) {
  station = await startStation(over);
  const router = await station.dial();
  await router.send(initiation('healthy'), peerUp('9.9.9.9'));
  await until(() => station.sink.events('healthy').length === 3);
  return { station, router };
}

let station: Station;
afterEach(() => station.stop());

async function expectUndisturbed({ router }: Awaited<ReturnType<typeof stationWithRouter>>): Promise<void> {
  const before = station.sink.events('healthy').length;
  await router.send(announcement(['198.51.100.0/24']));
  await until(() =>
    station.sink
      .events('healthy')
      .slice(before)
      .some(({ kind }) => kind === 'announce'),
  );
  expect(router.socket.closed).toBe(false);
  expect(await station.health()).toBe(200);
}

const lastWarning = (): string | undefined => station.logLines.findLast(({ reason }) => reason !== undefined)?.msg;

const bytes = (...octets: number[]): Uint8Array => Uint8Array.from(octets);

test.each([
  ['garbage on the port', new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'), 'BMP version 71 at octet 0'],
  ['a length of 2^32-1', bytes(3, 0xff, 0xff, 0xff, 0xff, 4), 'BMP message length 4294967295 above 1048576 at octet 1'],
  ['a length below the header', bytes(3, 0, 0, 0, 5, 4), 'BMP message length 5 at octet 1'],
  ['version 2', bytes(2, 0, 0, 0, 6, 4), 'BMP version 2 at octet 0'],
  ['version 5', bytes(5, 0, 0, 0, 6, 4), 'BMP version 5 at octet 0'],
])('%s: a log line, a counter, closed', async (_, input, reason) => {
  const healthy = await stationWithRouter();
  const client = await station.dial();
  await client.send(input);
  await client.closed;
  await until(async () => (await station.metric('connections_rejected_total', 'framing-error')) === 1);
  expect(lastWarning()).toBe(`the byte stream is no BMP: ${reason}`);
  expect(await station.metric('framing_errors_total')).toBe(1);
  expect(await station.metric('connections_closed_total', 'framing-error')).toBe(1);
  await expectUndisturbed(healthy);
});

test('garbage behind good messages: the session is lost with the reason, what came before is kept', async () => {
  station = await startStation();
  const client = await station.dial();
  await client.send(initiation('nj01emd'), announcement(['10.0.0.0/8']), bytes(3, 0xff, 0xff, 0xff, 0xff, 0));
  await client.closed;
  await until(() => station.claims.claims.get('nj01emd')?.open === false);
  const events = station.sink.events('nj01emd');
  expect(events.map(({ kind }) => kind)).toEqual([
    'session-open',
    'initiation',
    'announce',
    'heartbeat',
    'session-lost',
  ]);
  expect(events.at(-1)).toMatchObject({ reason: expect.stringContaining('BMP message length 4294967295') });
});

test('a peer that never sends Initiation, and nothing else', async () => {
  const healthy = await stationWithRouter({ initiationTimeoutSeconds: 0.2 });
  const client = await station.dial();
  await client.closed;
  await until(async () => (await station.metric('connections_rejected_total', 'no-initiation')) === 1);
  expect(lastWarning()).toBe('no Initiation message');
  await expectUndisturbed(healthy);
});

test('a peer that never sends Initiation, but routes without end', async () => {
  const healthy = await stationWithRouter();
  const client = await station.dial();
  for (let sent = 0; sent < 64; sent++) await client.send(announcement(['10.0.0.0/8']));
  await client.closed;
  await until(async () => (await station.metric('connections_rejected_total', 'no-initiation')) === 1);
  expect(await station.metric('messages_total', 'route-monitoring')).toBe(64);
  await expectUndisturbed(healthy);
});

test('half a message and silence, before Initiation', async () => {
  const healthy = await stationWithRouter({ initiationTimeoutSeconds: 0.2 });
  const client = await station.dial();
  await client.send(initiation('nj01emd').subarray(0, 20));
  await client.closed;
  await until(async () => (await station.metric('cut_off_bytes_total')) === 20);
  expect(await station.metric('connections_rejected_total', 'no-initiation')).toBe(1);
  await expectUndisturbed(healthy);
});

test('half a message and silence, within a session', async () => {
  const healthy = await stationWithRouter({ stallTimeoutSeconds: 0.2 });
  const client = await station.dial();
  await client.send(initiation('nj01emd'), announcement(['10.0.0.0/8']).subarray(0, 30));
  await client.closed;
  await until(() => station.claims.claims.get('nj01emd')?.open === false);
  expect(station.sink.events('nj01emd').at(-1)).toMatchObject({
    reason: 'a message that does not come to its end: 30 octets of a message',
  });
  await expectUndisturbed(healthy);
});

test('a message that comes octet by octet, for longer than a message may take', async () => {
  const healthy = await stationWithRouter({ stallTimeoutSeconds: 0.5 });
  const client = await station.dial();
  await client.send(initiation('nj01emd'));
  const isClosed = () => station.claims.claims.get('nj01emd')?.open === false;
  for (const octet of new Uint8Array([3, 0, 1, 0, 0, 0, ...new Uint8Array(1000)])) {
    if (isClosed()) break;
    client.socket.write(bytes(octet));
    await delay(20);
  }
  expect(isClosed()).toBe(true);
  expect(await station.metric('connections_closed_total', 'stalled')).toBe(1);
  await expectUndisturbed(healthy);
});

test('silence between messages is no fault', async () => {
  const healthy = await stationWithRouter({ stallTimeoutSeconds: 0.1, initiationTimeoutSeconds: 0.1 });
  await delay(400);
  await expectUndisturbed(healthy);
});

test('a message cut into single octets is a message', async () => {
  station = await startStation();
  const client = await station.dial();
  for (const octet of initiation('nj01emd')) await client.send(bytes(octet));
  await until(() => station.sink.events('nj01emd').length === 2);
  await client.end();
});

test('a message that cannot be decoded is kept, counted by reason, and the stream goes on', async () => {
  station = await startStation();
  const client = await station.dial();
  await client.send(initiation('nj01emd'), undecodable(), bytes(3, 0, 0, 0, 8, 99, 1, 2), withdrawal(['10.0.0.0/8']));
  await until(() => station.sink.events('nj01emd').some(({ kind }) => kind === 'withdraw'));
  const kept = station.sink.events('nj01emd').filter((event) => event.kind === 'undecodable');
  expect(kept).toMatchObject([
    { messageType: 0, offset: initiation('nj01emd').length, bytes: undecodable() },
    { messageType: 99, reason: 'message type 99 is not known', bytes: bytes(1, 2) },
  ]);
  expect(await station.metric('decode_errors_total')).toBe(1);
  expect(await station.metric('messages_total', 'type="unknown"')).toBe(1);
  await client.end();
});

test('of a long undecodable message no more than 4 KiB are kept', async () => {
  station = await startStation();
  const client = await station.dial();
  const message = new Uint8Array(100_000).fill(0xff);
  message.set([3, 0, 1, 0x86, 0xa0, 0]);
  await client.send(initiation('nj01emd'), message);
  await until(() => station.sink.events('nj01emd').some(({ kind }) => kind === 'undecodable'));
  const [kept] = station.sink.events('nj01emd').filter((event) => event.kind === 'undecodable');
  expect(kept?.bytes).toHaveLength(4096);
  await client.end();
});

test('10,000 connections: the cap holds, the rest is turned away, the router stays', async () => {
  const healthy = await stationWithRouter({ maxConnections: 200 });
  const idle = await Promise.all(Array.from({ length: 199 }, () => station.dial()));
  let turnedAway = 0;
  for (let batch = 0; batch < 98; batch++) {
    const clients = await Promise.all(Array.from({ length: 100 }, () => station.dial()));
    await Promise.all(clients.map(({ closed }) => closed));
    turnedAway += clients.length;
  }
  expect(turnedAway).toBe(9_800);
  expect(await station.metric('connections_rejected_total', 'max-connections')).toBe(9_800);
  expect(await station.metric('connections')).toBe(200);
  // Of a flood the log has ten lines a minute.
  const lines = station.logLines.filter(({ msg }) => msg === 'connection turned away').length;
  expect([10, 20]).toContain(lines);
  await expectUndisturbed(healthy);
  await Promise.all(idle.map((client) => client.end()));
  await until(async () => (await station.metric('connections')) === 1);
  const late = await station.dial();
  await late.send(initiation('late'));
  await until(() => station.sink.events('late').length > 0);
}, 60_000);

test('a cap per source leaves room for other sources', async () => {
  const healthy = await stationWithRouter({ maxConnectionsPerSource: 2 });
  const second = await station.dial();
  const third = await station.dial();
  await third.closed;
  expect(await station.metric('connections_rejected_total', 'max-connections-per-source')).toBe(1);
  const other = await station.dial('127.0.0.2');
  await other.send(initiation('other'));
  await until(() => station.sink.events('other').length > 0);
  expect(second.socket.closed).toBe(false);
  await expectUndisturbed(healthy);
});
