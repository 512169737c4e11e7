import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { initiation } from '../messages.ts';
import { type Station, startStation, until } from '../station.ts';
import { authority } from './certificates.ts';
import { proxyHeader } from './proxy-headers.ts';

let station: Station;
afterEach(() => station.stop());

/** Kernel's word on a connection: the seconds until its keepalive timer fires; null where another timer or none runs. */
function keepaliveSeconds(localPort: number, remotePort: number): number | null {
  const hex = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const line = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((text) => text.trim().split(/\s+/))
    .find(([, local = '', remote = '']) => local.endsWith(hex(localPort)) && remote.endsWith(hex(remotePort)));
  // `02:` is the keepalive timer; behind it hundredths of a second.
  const [, kind, ticks = ''] = /^(\d\d):([0-9A-F]+)$/.exec(line?.[5] ?? '') ?? [];
  return kind === '02' ? Number.parseInt(ticks, 16) / 100 : null;
}

const expectKeepalive = async (localPort: number, remotePort: number): Promise<void> => {
  await until(() => keepaliveSeconds(localPort, remotePort) !== null);
  const seconds = keepaliveSeconds(localPort, remotePort) ?? 0;
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
};

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux(
  'keepalive is on for plain connections, behind a proxy, and under TLS: first probe after a minute',
  async () => {
    const ca = authority();
    const own = ca.issue({ commonName: 'station', dnsNames: ['station'], purpose: 'server' });
    const tls = { port: 0, certificate: own.certificate, privateKey: own.privateKey, clientCa: ca.certificate };
    station = await startStation({ tls, trustedProxies: ['127.0.0.2'] });
    const { port } = station.collector.address;
    const plain = await station.dial();
    await expectKeepalive(port, plain.socket.localPort ?? 0);

    const proxied = await station.dial('127.0.0.2');
    await proxied.send(proxyHeader(), initiation('nj01emd'));
    await until(() => station.claims.claims.has('nj01emd'));
    await expectKeepalive(port, proxied.socket.localPort ?? 0);

    const tlsPort = station.collector.tlsAddress?.port ?? 0;
    const { certificate, privateKey } = ca.issue({ commonName: 'md04emd' });
    const raw = connect({ host: '127.0.0.1', port: tlsPort });
    const options = { ca: ca.certificate, servername: 'station', cert: certificate, key: privateKey };
    const secured = connectTls({ ...options, socket: raw });
    secured.write(initiation('md04emd'));
    await until(() => station.claims.claims.has('md04emd'));
    await expectKeepalive(tlsPort, raw.localPort ?? 0);
    secured.destroy();
  },
);
