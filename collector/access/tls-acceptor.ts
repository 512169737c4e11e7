import { constants, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Refusal } from './refusal.ts';

/** PEM texts. */
export interface TlsIdentity {
  certificate: string;
  privateKey: string;
  /** Who issues certificates to routers: one or several. */
  clientCa: string;
}

/**
 * TLS over connections that are there already, since a PROXY header may have come before: version 1.2 or later, and only for
 * clients with a certificate of the CA. A session cannot be resumed, so that each connection shows its certificate.
 */
export class TlsAcceptor {
  /** It listens nowhere: connections are handed to it. */
  readonly #server: Server;
  readonly #handshakes = new Map<string, PromiseWithResolvers<TLSSocket>>();

  /** Throws for a certificate, key or CA that cannot be used; the error has nothing of the key. */
  constructor(identity: TlsIdentity, handshakeMilliseconds: number) {
    this.#server = serverOf(identity, handshakeMilliseconds);
    this.#server.on('secureConnection', (socket) => this.#handshakes.get(endpointsOf(socket))?.resolve(socket));
    this.#server.on('tlsClientError', (error, socket) =>
      this.#handshakes.get(endpointsOf(socket))?.reject(new Refusal('tls', codeOf(error))),
    );
  }

  /** Throws Refusal where the handshake fails or takes too long. */
  async accept(socket: Socket): Promise<TLSSocket> {
    const key = endpointsOf(socket);
    const handshake = Promise.withResolvers<TLSSocket>();
    const onClose = (): void => handshake.reject(new Refusal('tls', 'closed during the handshake'));
    this.#handshakes.set(key, handshake);
    socket.once('close', onClose);
    try {
      this.#server.emit('connection', socket);
      return verified(await handshake.promise);
    } finally {
      socket.off('close', onClose);
      this.#handshakes.delete(key);
    }
  }
}

/** Throws Refusal where nobody that is trusted issued the certificate for this purpose and time, or there is none. */
function verified(socket: TLSSocket): TLSSocket {
  if (socket.authorized) return socket;
  const hasNone = socket.getPeerX509Certificate() === undefined;
  socket.destroy();
  throw new Refusal('tls', hasNone ? 'no certificate' : codeOf(socket.authorizationError));
}

function serverOf({ certificate, privateKey, clientCa }: TlsIdentity, handshakeTimeout: number): Server {
  try {
    expectCertificates(clientCa);
    return createServer({
      cert: certificate,
      key: privateKey,
      ca: clientCa,
      minVersion: 'TLSv1.2',
      requestCert: true,
      // Left to `verified`: a connection that was closed already does not tell why.
      rejectUnauthorized: false,
      handshakeTimeout,
      secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
    });
  } catch (error) {
    throw new Error(`TLS certificate, private key or client CA cannot be used: ${codeOf(error)}`);
  }
}

/** What is no certificate would be passed over without a word. */
function expectCertificates(pem: string): void {
  for (const block of pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [pem])
    new X509Certificate(block);
}

/** Tells the connections of a listener apart. */
const endpointsOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;

/** The code alone: messages of OpenSSL are long, and a peer has a say in them. */
const codeOf = (error: unknown): string => {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return typeof error === 'string' || error instanceof Error ? String(error).slice(0, 100) : 'unknown';
};
