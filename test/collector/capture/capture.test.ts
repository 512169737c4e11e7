import { afterEach, beforeEach, expect, test } from 'vitest';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import { announcement, initiation, peerHeader, peerUp, prefixes, termination } from '../messages.ts';
import { type Client, until } from '../station.ts';
import { type CapturingStation, startCapturingStation } from './capturing-station.ts';

let station: CapturingStation;
beforeEach(async () => {
  station = await startCapturingStation();
});
afterEach(() => station.stop());

const opening = [initiation('nj01emd'), peerUp('1.1.1.1')];
const route = (index: number): Uint8Array => announcement([`10.0.${index >> 8}.${index & 255}/32`]);
const isCapturing = () => station.state()?.state === 'capturing';
const stopCapture = async (id = 'c1'): Promise<void> => {
  station.capture({ id, stoppedAt: Date.now() });
  await until(() => station.state(id)?.state === 'ended');
};

/** A router whose session is known to be there before anything is asked. */
async function connected(): Promise<Client> {
  const router = await station.dial();
  await router.send(...opening);
  await until(() => station.sink.events('nj01emd').some(({ kind }) => kind === 'peer-up'));
  return router;
}

function typesIn(octets: Uint8Array): string[] {
  const framer = new Framer();
  const decoder = new BmpDecoder();
  framer.push(octets);
  const types: string[] = [];
  for (let frame = framer.next(); frame !== null; frame = framer.next()) {
    types.push(decoder.decode(frame).message?.type ?? 'undecodable');
  }
  expect(framer.buffered).toBe(0);
  return types;
}

test('in the middle of a session: Initiation and Peer Ups first, then what comes', async () => {
  const router = await station.dial();
  const other = peerUp('1.1.1.1', peerHeader('10.1.1.9'));
  await router.send(...opening, other, route(1));
  await until(() => station.sink.events('nj01emd').length > 4);
  station.capture();
  await until(async () => (await station.metric('captures')) === 1);
  await router.send(route(2), route(3));
  await until(() => station.state()?.messages === 2 || isCapturing());
  await stopCapture();
  expect(station.state()).toMatchObject({ endReason: 'stopped by an operator', messages: 2, droppedMessages: 0 });
  const preamble = Buffer.concat([...opening, other]);
  expect(station.octets()).toEqual([Buffer.concat([preamble, route(2), route(3)])]);
  expect(station.state()?.files).toMatchObject([{ preambleBytes: preamble.length, follows: false, session: 1 }]);
  expect(typesIn(station.octets()[0] ?? new Uint8Array())).toEqual([
    'initiation',
    'peer-up',
    'peer-up',
    'route-monitoring',
    'route-monitoring',
  ]);
  await router.end();
});

test('asked for before the session: to the octet what the router sends, also what came before it was known', async () => {
  station.capture({ fromSession: 1 });
  const router = await station.dial();
  const sent = [...opening, ...Array.from({ length: 300 }, (_, index) => route(index)), termination(0)];
  await router.send(Buffer.concat(sent));
  await router.end();
  await until(() => station.state()?.state === 'waiting');
  expect(Buffer.concat(station.octets())).toEqual(Buffer.concat(sent));
  expect(station.state()?.files).toMatchObject([{ preambleBytes: 0, messages: sent.length }]);
});

test('files are cut at messages, and the oldest make room; without what they repeat they are one stream', async () => {
  station.capture({ fileBytes: 1000, files: 3 });
  const router = await station.dial();
  await router.send(...opening);
  await until(isCapturing);
  const sent: Uint8Array[] = [];
  for (let index = 0; index < 60; index++) {
    const message = route(index);
    sent.push(message);
    const before = await station.metric('captured_bytes_total');
    await router.send(message);
    await until(async () => (await station.metric('captured_bytes_total')) > before);
  }
  await stopCapture();
  const { files = [] } = station.state() ?? {};
  const last = files.at(-1)?.number ?? 0;
  expect(files.map(({ number }) => number)).toEqual([last - 2, last - 1, last]);
  expect(last).toBeGreaterThan(5);
  expect(new Set(files.map(({ name }) => name)).size).toBe(3);
  for (const octets of station.octets()) expect(typesIn(octets).slice(0, 2)).toEqual(['initiation', 'peer-up']);
  expect(files.every(({ follows, bytes }) => follows && bytes <= 1000)).toBe(true);
  const stream = station.octets().map((octets, index) => octets.subarray(files[index]?.preambleBytes));
  expect(Buffer.concat(sent).toString('hex').endsWith(Buffer.concat(stream).toString('hex'))).toBe(true);
  await router.end();
});

test('a destination that stands still: the session is not made to wait, what has no room is left out and counted', async () => {
  const router = await connected();
  station.capture({ fileBytes: 67_108_864 });
  await until(async () => (await station.metric('captures')) === 1);
  const gate = Promise.withResolvers<void>();
  station.destination.gate = gate.promise;
  const many = Buffer.concat(Array.from({ length: 60_000 }, (_, index) => route(index)));
  expect(many.length).toBeGreaterThan(4_000_000);
  await router.send(many);
  await until(async () => (await station.metric('routes_total', 'announced')) === 60_000, 30);
  gate.resolve();
  await router.send(route(1));
  await until(async () => (await station.metric('routes_total', 'announced')) === 60_001);
  await stopCapture();
  const state = station.state();
  expect(state?.droppedBytes).toBeGreaterThan(1_500_000);
  expect((state?.messages ?? 0) + (state?.droppedMessages ?? 0)).toBe(60_001);
  expect(state?.files.map(({ follows }) => follows)).not.toContain(true);
  for (const octets of station.octets()) expect(typesIn(octets)).not.toContain('undecodable');
  const announced = station.sink.events('nj01emd').flatMap((event) => (event.kind === 'announce' ? event.routes : []));
  expect(announced.length).toBeGreaterThanOrEqual(60_000);
  await router.end();
}, 60_000);

test('a destination that fails: counted and told, and the next file begins anew', async () => {
  const router = await connected();
  station.capture();
  await until(async () => (await station.metric('captures')) === 1);
  station.destination.failures.push(new Error('no space left'));
  await router.send(route(1));
  await until(async () => (await station.metric('capture_dropped_bytes_total')) > 0);
  await router.send(route(2));
  await until(async () => (await station.metric('captured_bytes_total')) > 0);
  await stopCapture();
  expect(station.state()).toMatchObject({ failure: 'no space left', droppedMessages: 1, messages: 1 });
  expect(station.octets().at(-1)).toEqual(Buffer.concat([...opening, route(2)]));
  await router.end();
});

test('goes on in the next session, in a file of its own', async () => {
  station.capture();
  for (const session of [1, 2]) {
    const router = await station.dial();
    await router.send(...opening, route(session));
    await router.end();
    await until(() => station.state()?.session === session && station.state()?.state === 'waiting');
  }
  expect(station.state()?.files).toMatchObject([
    { number: 1, session: 1, follows: false },
    { number: 2, session: 2, follows: false },
  ]);
  expect(Buffer.concat(station.octets())).toEqual(Buffer.concat([...opening, route(1), ...opening, route(2)]));
});

test('ends when its time is over, and when another takes its place', async () => {
  const router = await connected();
  station.capture({ until: Date.now() + 300 });
  await until(() => station.state()?.state === 'ended');
  expect(station.state()?.endReason).toBe('its time was over');
  station.capture({ id: 'c2' });
  await until(async () => (await station.metric('captures')) === 1);
  station.capture({ id: 'c3' });
  await until(() => station.state('c2')?.state === 'ended');
  expect(station.state('c2')?.endReason).toBe('another capture took its place');
  await router.send(...prefixes(3).map((prefix) => announcement([prefix])));
  await stopCapture('c3');
  expect(station.state('c3')?.messages).toBeGreaterThanOrEqual(0);
  await router.end();
});

test('a resync closes the session that there was, and no later one', async () => {
  const first = await station.dial();
  await first.send(...opening);
  await until(() => station.claims.claims.get('nj01emd')?.session === 1);
  station.requests.ask('nj01emd', { resync: { session: 1, requestedAt: Date.now(), requestedBy: null } });
  await first.closed;
  await until(() => station.claims.claims.get('nj01emd')?.open === false);
  expect(station.sink.events('nj01emd').at(-1)).toMatchObject({
    kind: 'session-lost',
    reason: 'closed so that the router dumps anew',
  });
  expect(await station.metric('connections_closed_total', 'reason="resync"')).toBe(1);
  const second = await station.dial();
  await second.send(...opening, route(1));
  await until(() => station.claims.claims.get('nj01emd')?.session === 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(station.claims.claims.get('nj01emd')).toMatchObject({ session: 2, open: true });
  await second.end();
});
