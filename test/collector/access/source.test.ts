import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { initiation, peerUp } from '../messages.ts';
import { type Station, startStation, until } from '../station.ts';
import { endpointTlv, type HeaderParts, proxyHeader } from './proxy-headers.ts';

let station: Station;
afterEach(() => station.stop());

const rejected = (reason: string) => station.metric('connections_rejected_total', `"${reason}"`);
const refusal = (reason: string) => station.logLines.findLast((line) => line.reason === reason);
const opened = (routerId: string) => station.sink.events(routerId).find((event) => event.kind === 'session-open');

test('a source outside the list is turned away before it has said a word', async () => {
  station = await startStation({ sourceCidrs: ['127.0.0.2/31', '2001:db8::/32'] });
  const stranger = await station.dial('127.0.0.1');
  await stranger.closed;
  await until(async () => (await rejected('source')) === 1);
  expect(refusal('source')).toMatchObject({ msg: 'connection turned away', source: '127.0.0.1' });
  const router = await station.dial('127.0.0.3');
  await router.send(initiation('nj01emd'));
  await until(() => opened('nj01emd') !== undefined);
});

test('a scan does not fill the log, and every connection of it is counted', async () => {
  station = await startStation({ sourceCidrs: ['192.0.2.0/24'] });
  for (let count = 0; count < 100; count++) await (await station.dial()).closed;
  await until(async () => (await rejected('source')) === 100);
  // One more where the scan ran into another minute.
  expect(station.logLines.filter(({ reason }) => reason === 'source').length).toBeLessThanOrEqual(20);
  expect(await station.metric('connections')).toBe(0);
});

const trusting = { trustedProxies: ['127.0.0.1'] };

test('behind a proxy that is trusted the source is the header’s: in record, claim, log and lists', async () => {
  station = await startStation({ ...trusting, sourceCidrs: ['192.0.2.0/24'] });
  const router = await station.dial();
  const tlvs = endpointTlv('vpce-0123');
  await router.send(Buffer.concat([proxyHeader({ source: '192.0.2.9', port: 1234, tlvs }), initiation('nj01emd')]));
  await until(() => opened('nj01emd') !== undefined);
  expect(opened('nj01emd')).toMatchObject({ source: '192.0.2.9', sourcePort: 1234 });
  expect(station.claims.claims.get('nj01emd')).toMatchObject({ source: '192.0.2.9' });
  expect(station.logLines.find(({ msg }) => msg === 'connection accepted')).toMatchObject({
    source: '192.0.2.9',
    proxy: '127.0.0.1',
    endpoint: 'vpce-0123',
  });
  const stranger = await station.dial();
  await stranger.send(proxyHeader({ source: '198.51.100.1' }));
  await stranger.closed;
  expect(refusal('source')).toMatchObject({ source: '127.0.0.1', detail: '198.51.100.1' });
});

test('an address of IPv4 that a proxy writes as IPv6 is one of IPv4', async () => {
  station = await startStation({ ...trusting, sourceCidrs: ['192.0.2.0/24'] });
  const router = await station.dial();
  await router.send(proxyHeader({ source: '::ffff:192.0.2.9' }), initiation('nj01emd'));
  await until(() => opened('nj01emd') !== undefined);
  expect(opened('nj01emd')).toMatchObject({ source: '192.0.2.9' });
});

test('the header may come in single octets, and the hello with its last', async () => {
  station = await startStation({ ...trusting });
  const router = await station.dial();
  const header = proxyHeader({ source: '2001:db8::9' });
  for (const octet of header.subarray(0, -1)) await router.send(Uint8Array.of(octet));
  await router.send(Buffer.concat([header.subarray(-1), initiation('nj01emd'), peerUp('1.1.1.1')]));
  await until(() => station.sink.events('nj01emd').some(({ kind }) => kind === 'peer-up'));
  expect(opened('nj01emd')).toMatchObject({ source: '2001:db8::9' });
});

test.each<[string, HeaderParts]>([
  ['LOCAL', { command: 0 }],
  ['UNSPEC', { familyAndTransport: 0 }],
])('%s: the source is the proxy itself', async (_, parts) => {
  station = await startStation(trusting);
  const router = await station.dial();
  await router.send(proxyHeader(parts), initiation('nj01emd'));
  await until(() => opened('nj01emd') !== undefined);
  expect(opened('nj01emd')).toMatchObject({ source: '127.0.0.1' });
});

test.each<[string, string, Uint8Array]>([
  ['BMP without a header', 'no PROXY header of version 2', initiation('nj01emd')],
  ['a wrong version', 'PROXY version 1', proxyHeader({ version: 1 })],
  ['a length beyond the cap', 'header of 65551 octets', proxyHeader({ length: 65535 })],
  ['a header that breaks off', 'nothing more after 20 octets', proxyHeader().subarray(0, 20)],
  ['silence', 'nothing more after 0 octets', new Uint8Array(0)],
])('from a trusted proxy, %s: turned away', async (_, detail, octets) => {
  station = await startStation({ ...trusting, initiationTimeoutSeconds: 1 });
  const proxy = await station.dial();
  if (octets.length > 0) await proxy.send(octets);
  await proxy.closed;
  await until(async () => (await rejected('proxy-header')) === 1);
  expect(refusal('proxy-header')).toMatchObject({ msg: 'connection turned away', detail, source: '127.0.0.1' });
  expect(await station.metric('connections')).toBe(0);
});

test('a proxy that looks whether the port is open, and goes', async () => {
  station = await startStation(trusting);
  await (await station.dial()).end();
  await until(async () => (await rejected('proxy-header')) === 1);
  expect(refusal('proxy-header')).toMatchObject({ detail: 'closed after 0 octets' });
});

test('a header from a source that is not trusted is a stream that is no BMP, and the log says what it looks like', async () => {
  station = await startStation({ trustedProxies: ['192.0.2.0/24'] });
  const liar = await station.dial();
  await liar.send(proxyHeader({ source: '10.0.0.1' }), initiation('nj01emd'));
  await liar.closed;
  await until(async () => (await rejected('framing-error')) === 1);
  expect(refusal('framing-error')?.msg).toBe(
    'the byte stream is no BMP: BMP version 13 at octet 0; it looks like a PROXY header, and the source is no trusted proxy',
  );
  expect(station.sink.taken).toEqual([]);
});

test('the cap per source counts routers behind a proxy each by itself', async () => {
  station = await startStation({ ...trusting, maxConnectionsPerSource: 1 });
  for (const [index, name] of ['nj01emd', 'md04emd'].entries()) {
    const router = await station.dial();
    await router.send(proxyHeader({ source: `192.0.2.${index}` }), initiation(name));
    await until(() => opened(name) !== undefined);
  }
  const second = await station.dial();
  await second.send(proxyHeader({ source: '192.0.2.0', port: 9 }), initiation('la06emd'));
  await second.closed;
  expect(await rejected('max-connections-per-source')).toBe(1);
  expect(opened('la06emd')).toBeUndefined();
});

test('a connection that has not shown its source takes a place, and gives it back', async () => {
  station = await startStation({ ...trusting, initiationTimeoutSeconds: 1, maxConnections: 2 });
  const slow = await Promise.all([station.dial(), station.dial()]);
  const turnedAway = await station.dial();
  await turnedAway.closed;
  expect(await rejected('max-connections')).toBe(1);
  await Promise.all(slow.map(({ closed }) => closed));
  const router = await station.dial();
  await router.send(proxyHeader(), initiation('nj01emd'));
  await until(() => opened('nj01emd') !== undefined);
});

test('stopping closes connections that have not shown their source', async () => {
  station = await startStation({ ...trusting });
  const slow = await station.dial();
  await until(async () => (await fetchConnections()) === 1);
  await station.collector.stop();
  await slow.closed;
  expect(refusal('stopping')?.msg).toBe('connection turned away');
});

async function fetchConnections(): Promise<number> {
  const { port } = station.collector.healthAddress;
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  return z.object({ connections: z.number() }).parse(await answer.json()).connections;
}
