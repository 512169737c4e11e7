import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { CollectorConfig } from '../config.ts';
import { AddressList } from './address-list.ts';
import { certificateNameOf } from './certificate-name.ts';
import type { Place } from './places.ts';
import { takeProxyHeader } from './proxied-connection.ts';
import { Refusal } from './refusal.ts';
import { TlsAcceptor } from './tls-acceptor.ts';

/** Where a connection comes from. */
export interface Origin {
  /** Address of the router, or of what translates it; never that of a proxy that is trusted. */
  source: string;
  sourcePort: number;
  /** Address of the proxy that told it. */
  proxy: string | null;
  /** VPC endpoint that it came through (AWS PrivateLink). */
  endpoint: string | null;
}

/** A connection that may become a session. */
export interface Arrival extends Origin {
  socket: Socket;
  /** In whose name its certificate was issued; null without TLS. */
  certificateName: string | null;
}

export type Listener = 'plain' | 'tls';

/** A load balancer sends its header with the first octets, and a router its hello: seconds are plenty. */
const mostSeconds = 10;

/** The way of a connection from accept to session: the true source, whether that may come, then TLS. */
export class Entrance {
  readonly #sources: AddressList | null;
  readonly #proxies: AddressList;
  readonly #tls: TlsAcceptor | null;
  readonly #milliseconds: number;

  /** Throws for TLS that cannot be served. */
  constructor(config: CollectorConfig) {
    this.#milliseconds = Math.min(mostSeconds, config.initiationTimeoutSeconds) * 1000;
    this.#sources = config.sourceCidrs === null ? null : new AddressList(config.sourceCidrs);
    this.#proxies = new AddressList(config.trustedProxies);
    this.#tls = config.tls === null ? null : new TlsAcceptor(config.tls, this.#milliseconds);
  }

  /** Throws Refusal. */
  async enter(socket: Socket, listener: Listener, place: Place): Promise<Arrival> {
    const origin = await this.#originOf(socket);
    if (this.#sources !== null && !this.#sources.has(origin.source)) throw new Refusal('source', origin.source);
    place.isOf(origin.source);
    if (listener === 'plain' || this.#tls === null) return { ...origin, socket, certificateName: null };
    const secured = await this.#tls.accept(socket);
    return { ...origin, socket: secured, certificateName: nameOf(secured) };
  }

  async #originOf(socket: Socket): Promise<Origin> {
    const { remoteAddress, remotePort = 0 } = socket;
    // It is gone already.
    if (remoteAddress === undefined) throw new Refusal('source', 'closed');
    const own = { source: plainAddress(remoteAddress), sourcePort: remotePort, proxy: null, endpoint: null };
    if (!this.#proxies.has(own.source)) return own;
    const { source, endpoint } = await takeProxyHeader(socket, this.#milliseconds);
    if (source === null) return own;
    return { source: plainAddress(source.address), sourcePort: source.port, proxy: own.source, endpoint };
  }
}

function nameOf(socket: TLSSocket): string {
  const name = certificateNameOf(socket.getPeerCertificate());
  if (name !== null) return name;
  socket.destroy();
  throw new Refusal('certificate', 'names no router');
}

/** An IPv4 address that came over an IPv6 socket, as IPv4. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');
