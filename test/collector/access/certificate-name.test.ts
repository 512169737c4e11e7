import { connect } from 'node:net';
import { connect as connectTls, createServer, type PeerCertificate } from 'node:tls';
import { expect, test } from 'vitest';
import { certificateNameOf } from '#collector/access/certificate-name.ts';
import { authority, type Request } from './certificates.ts';

const ca = authority();
const own = ca.issue({ commonName: 'station', purpose: 'server' });

/** What node makes of a certificate that a client shows. */
async function shown(request: Request): Promise<PeerCertificate> {
  const { certificate, privateKey } = ca.issue(request);
  const { promise, resolve } = Promise.withResolvers<PeerCertificate>();
  const server = createServer(
    { cert: own.certificate, key: own.privateKey, ca: ca.certificate, requestCert: true },
    (socket) => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    },
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const socket = connect({ host: '127.0.0.1', port });
  const client = connectTls({
    socket,
    cert: certificate,
    key: privateKey,
    ca: ca.certificate,
    servername: 'station',
    checkServerIdentity: () => undefined,
  });
  client.on('error', () => {}); // the server destroys it
  const peer = await promise;
  server.close();
  return peer;
}

test.each<[string, Request, string | null]>([
  ['the first DNS name', { commonName: 'x', dnsNames: ['A.example.net', 'b.example.net'] }, 'a.example.net'],
  ['a DNS name with a dot at its end', { commonName: 'x', dnsNames: ['a.example.net.'] }, 'a.example.net'],
  ['the common name where there is no DNS name', { commonName: 'NJ01emd' }, 'nj01emd'],
  ['nobody: neither', { commonName: null }, null],
  ['nobody: a wildcard', { commonName: 'x', dnsNames: ['*.example.net'] }, null],
  ['nobody: what could not be told from another once it is an id', { commonName: 'a b' }, null],
  ['nobody: what separates partitions', { commonName: 'nj01emd~1' }, null],
  ['nobody: a DNS name that pretends to be two', { commonName: 'x', dnsNames: ['a, DNS:b.example.net'] }, null],
  ['nobody: an address of mail', { commonName: 'noc@example.net' }, null],
  ['nobody: too long', { commonName: 'x'.repeat(120) }, null],
])('a certificate names %s', async (_, request, name) => {
  expect(certificateNameOf(await shown(request))).toBe(name);
});

const peerWith = (subjectaltname: string): PeerCertificate =>
  Object.assign(Object.create(null), { subject: { CN: 'cn' }, subjectaltname });

test.each([
  ['URI:"spiffe://x, DNS:evil, y", DNS:good', 'good'],
  ['IP Address:192.0.2.1', 'cn'],
  ['email:"a\\", DNS:evil", IP Address:192.0.2.1', 'cn'],
])('alternative names %s: %s', (text, name) => {
  expect(certificateNameOf(peerWith(text))).toBe(name);
});
