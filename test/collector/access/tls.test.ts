import { connect as connectPlain } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { knownRoutersOf } from '#collector/access/known-routers.ts';
import type { CollectorConfig } from '#collector/config.ts';
import { announcement, initiation, peerUp } from '../messages.ts';
import { type Station, startStation, until } from '../station.ts';
import { authority, type Request } from './certificates.ts';
import { proxyHeader } from './proxy-headers.ts';

const routers = authority('routers');
const servers = authority('servers');
const server = servers.issue({ commonName: 'station', dnsNames: ['station'], purpose: 'server' });

let station: Station;
afterEach(() => station.stop());

const start = async (over: Partial<CollectorConfig> = {}): Promise<void> => {
  station = await startStation({
    tls: { port: 0, certificate: server.certificate, privateKey: server.privateKey, clientCa: routers.certificate },
    ...over,
  });
};

const tlsPort = (): number => station.collector.tlsAddress?.port ?? 0;
const rejected = (reason: string) => station.metric('connections_rejected_total', `"${reason}"`);
const refusal = (reason: string) => station.logLines.findLast((line) => line.reason === reason);
const opened = (routerId: string) => station.sink.events(routerId).find((event) => event.kind === 'session-open');

interface TlsClient {
  socket: TLSSocket;
  send(...parts: Uint8Array[]): Promise<void>;
  closed: Promise<void>;
}

/** `before`: what goes over TCP ahead of the handshake. */
async function dial(options: ConnectionOptions, before?: Uint8Array): Promise<TlsClient> {
  const raw = connectPlain({ host: '127.0.0.1', port: tlsPort() });
  if (before !== undefined) raw.write(before);
  const socket = connect({ ca: servers.certificate, servername: 'station', ...options, socket: raw });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {}); // how it ends is what `closed` and the station tell
  socket.resume();
  await Promise.race([closed, new Promise((resolve) => socket.once('secureConnect', resolve))]);
  return {
    socket,
    closed,
    async send(...parts) {
      for (const part of parts) await new Promise<void>((sent) => socket.write(part, () => sent()));
    },
  };
}

function credentials(request: Request, issuer = routers): ConnectionOptions {
  const { certificate, privateKey } = issuer.issue(request);
  return { cert: certificate, key: privateKey };
}

test.each<[string, Request]>([
  ['its first DNS name', { commonName: 'other', dnsNames: ['NJ01EMD.example.net', 'second.example.net'] }],
  ['its common name, where it has no other', { commonName: 'nj01emd.example.net' }],
])('a router is who its certificate says: %s', async (_, request) => {
  await start();
  const router = await dial(credentials(request));
  await router.send(initiation('nj01emd'), peerUp('1.1.1.1'), announcement(['10.0.0.0/8']));
  await until(() => station.sink.events('nj01emd.example.net').some(({ kind }) => kind === 'announce'));
  expect(opened('nj01emd.example.net')).toMatchObject({
    identity: 'certificate',
    source: '127.0.0.1',
    sysName: 'nj01emd',
  });
  expect(router.socket.getProtocol()).toBe('TLSv1.3');
});

test('what a router with a certificate calls itself does not change who it is', async () => {
  await start();
  const router = await dial(credentials({ commonName: 'nj01emd' }));
  await router.send(initiation('md04emd'));
  await until(() => opened('nj01emd') !== undefined);
  expect(opened('nj01emd')).toMatchObject({ identity: 'certificate', certificateName: 'nj01emd', sysName: 'md04emd' });
  expect(opened('md04emd')).toBeUndefined();
  expect(station.logLines.map(({ msg }) => msg)).toContain('the router calls itself other than its certificate does');
});

test('a mapping may give a certificate’s name another id', async () => {
  await start({ routerIds: new Map([['nj01emd.example.net', 'edge-1']]) });
  const router = await dial(credentials({ commonName: 'nj01emd.example.net' }));
  await router.send(initiation('nj01emd'));
  await until(() => opened('edge-1') !== undefined);
});

test('without a certificate nobody takes the place of a router that has one, with the same names, numbers and source', async () => {
  await start({ routerIds: new Map([['alias', 'nj01emd']]) });
  const router = await dial(credentials({ commonName: 'nj01emd' }));
  await router.send(initiation('nj01emd'), peerUp('1.1.1.1'));
  await until(() => station.claims.claims.get('nj01emd')?.bgpId === '1.1.1.1');
  const impostors = [await station.dial(), await station.dial()];
  await impostors[0]?.send(initiation('nj01emd'), peerUp('1.1.1.1'));
  await impostors[1]?.send(initiation('alias'), peerUp('1.1.1.1'));
  await until(() => opened('nj01emd@1.1.1.1') !== undefined && opened('alias@1.1.1.1') !== undefined);
  expect(opened('nj01emd@1.1.1.1')).toMatchObject({ identity: 'duplicate-sys-name' });
  expect(station.claims.claims.get('nj01emd')).toMatchObject({ session: 1, open: true, certified: true });
  expect(router.socket.closed).toBe(false);
});

test('a router with a certificate takes the place of one without', async () => {
  await start();
  const impostor = await station.dial('127.0.0.2');
  await impostor.send(initiation('nj01emd'), peerUp('6.6.6.6'));
  await until(() => opened('nj01emd') !== undefined);
  const router = await dial(credentials({ commonName: 'nj01emd' }));
  await router.send(initiation('nj01emd'), peerUp('1.1.1.1'));
  await impostor.closed;
  await until(() => station.claims.claims.get('nj01emd')?.session === 2);
  expect(station.claims.claims.get('nj01emd')).toMatchObject({ certified: true, source: '127.0.0.1' });
});

test('of routers with certificates only those listed may stay, whatever they call themselves', async () => {
  await start({ routerAdmission: 'known', knownRouters: knownRoutersOf(['nj01emd.example.net', 'md04emd']) });
  const router = await dial(credentials({ commonName: 'nj01emd.example.net' }));
  await router.send(initiation('nj01emd'));
  await until(() => opened('nj01emd.example.net') !== undefined);
  const stranger = await dial(credentials({ commonName: 'la06emd' }));
  await stranger.send(initiation('md04emd'));
  await stranger.closed;
  await until(async () => (await rejected('not-listed')) === 1);
});

test('TLS 1.2 will do, 1.1 will not', async () => {
  await start();
  const router = await dial({ ...credentials({ commonName: 'nj01emd' }), maxVersion: 'TLSv1.2' });
  await router.send(initiation('nj01emd'));
  await until(() => opened('nj01emd') !== undefined);
  expect(router.socket.getProtocol()).toBe('TLSv1.2');
  const old = await dial({
    ...credentials({ commonName: 'md04emd' }),
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  await old.closed;
  await until(async () => (await rejected('tls')) === 1);
});

test.each<[string, string, () => ConnectionOptions]>([
  ['none', 'no certificate', () => ({})],
  ['of another CA', 'SELF_SIGNED_CERT_IN_CHAIN', () => credentials({ commonName: 'nj01emd' }, servers)],
  ['of its own', 'CERT_SIGNATURE_FAILURE', () => credentials({ commonName: 'nj01emd' }, authority('routers'))],
  ['that has expired', 'CERT_HAS_EXPIRED', () => credentials({ commonName: 'nj01emd', days: [-2, -1] })],
  ['that is not valid yet', 'CERT_NOT_YET_VALID', () => credentials({ commonName: 'nj01emd', days: [1, 2] })],
  ['for servers', 'INVALID_PURPOSE', () => credentials({ commonName: 'nj01emd', purpose: 'server' })],
])('a certificate %s: turned away', async (_, code, options) => {
  await start();
  const router = await dial(options());
  await router.send(initiation('nj01emd'));
  await router.closed;
  await until(async () => (await rejected('tls')) === 1);
  expect(refusal('tls')?.detail).toContain(code);
  expect(station.sink.taken).toEqual([]);
});

test.each<[string, Request]>([
  ['a wildcard', { commonName: 'x', dnsNames: ['*.example.net'] }],
  ['nobody', { commonName: null }],
  ['something with spaces', { commonName: 'edge router 1' }],
])('a certificate that names %s: turned away', async (_, request) => {
  await start();
  const router = await dial(credentials(request));
  await router.closed;
  await until(async () => (await rejected('certificate')) === 1);
  expect(refusal('certificate')).toMatchObject({ detail: 'names no router' });
});

test('BMP without TLS on its port, TLS on the port without', async () => {
  await start();
  const plain = connectPlain({ host: '127.0.0.1', port: tlsPort() });
  plain.on('error', () => {}); // it is reset
  plain.write(initiation('nj01emd'));
  await until(async () => (await rejected('tls')) === 1);
  const wrong = connect({ host: '127.0.0.1', port: station.collector.address.port, ca: servers.certificate });
  wrong.on('error', () => {}); // it is reset
  await until(async () => (await rejected('framing-error')) === 1);
  expect(refusal('framing-error')?.msg).toContain('it looks like TLS, on the port without it');
});

test('a handshake that does not come to an end', async () => {
  await start({ initiationTimeoutSeconds: 0.5 });
  const slow = connectPlain({ host: '127.0.0.1', port: tlsPort() });
  slow.on('error', () => {}); // it is reset
  slow.write(Uint8Array.of(22, 3, 1));
  await until(async () => (await rejected('tls')) === 1);
  expect(refusal('tls')?.detail).toBe('ERR_TLS_HANDSHAKE_TIMEOUT');
});

test('one that goes in the middle of the handshake', async () => {
  await start();
  const gone = connectPlain({ host: '127.0.0.1', port: tlsPort() });
  gone.write(Uint8Array.of(22, 3, 1));
  gone.end();
  await until(async () => (await rejected('tls')) === 1);
  expect(await station.metric('connections')).toBe(0);
});

test('a PROXY header comes before TLS, in one piece with it or in two', async () => {
  await start({ trustedProxies: ['127.0.0.1'], sourceCidrs: ['192.0.2.0/24'] });
  const router = await dial(credentials({ commonName: 'nj01emd' }), proxyHeader({ source: '192.0.2.9', port: 77 }));
  await router.send(initiation('nj01emd'), peerUp('1.1.1.1'));
  await until(() => opened('nj01emd') !== undefined);
  expect(opened('nj01emd')).toMatchObject({ source: '192.0.2.9', sourcePort: 77, identity: 'certificate' });

  // A client that writes its hello into the same segment as the header: TLS over a stream that prepends it.
  const second = connectPlain({ host: '127.0.0.1', port: tlsPort() });
  second.cork();
  second.write(proxyHeader({ source: '192.0.2.10' }));
  const secured = connect({
    ...credentials({ commonName: 'md04emd' }),
    ca: servers.certificate,
    servername: 'station',
    socket: second,
  });
  setImmediate(() => second.uncork());
  secured.write(initiation('md04emd'));
  await until(() => opened('md04emd') !== undefined);
  expect(opened('md04emd')).toMatchObject({ source: '192.0.2.10' });
  secured.destroy();
});

test('no line of the log has anything of the private key', async () => {
  await start();
  await dial(credentials({ commonName: 'nj01emd' }));
  await (await dial({})).closed;
  const [, secret = ''] = server.privateKey.split('\n');
  expect(secret.length).toBeGreaterThan(30);
  expect(JSON.stringify(station.logLines)).not.toContain(secret);
});

test.each([
  ['certificate', { certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }],
  ['another key', { privateKey: servers.issue({ commonName: 'x' }).privateKey }],
  ['client CA', { clientCa: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }],
])('a collector does not start with a wrong %s, and does not tell of the key', async (_, wrong) => {
  await start();
  const { certificate, privateKey } = server;
  const tls = { port: 0, certificate, privateKey, clientCa: routers.certificate, ...wrong };
  await expect(startStation({ tls })).rejects.toThrow(
    /^TLS certificate, private key or client CA cannot be used: [A-Z_a-z0-9]+$/,
  );
});
