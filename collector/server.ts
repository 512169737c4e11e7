import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import type { CollectorServices } from './services.ts';
import { BmpSession } from './session.ts';

const keepAliveMilliseconds = 60_000;

/** Accepts routers, up to the caps, and keeps count of their connections until each has published all it received. */
export class BmpServer {
  readonly #services: CollectorServices;
  readonly #server: Server;
  readonly #sessions = new Set<BmpSession>();
  readonly #perSource = new Map<string, number>();
  #accepted = 0;

  constructor(services: CollectorServices) {
    this.#services = services;
    // Not `server.maxConnections`: that closes without a word.
    this.#server = createServer(
      { keepAlive: true, keepAliveInitialDelay: keepAliveMilliseconds, noDelay: true },
      (socket) => this.#accept(socket),
    );
  }

  get connections(): number {
    return this.#sessions.size;
  }

  get isListening(): boolean {
    return this.#server.listening;
  }

  /** Where it listens, once it does. */
  async listen(): Promise<AddressInfo> {
    const { bmpHost, bmpPort } = this.#services.config;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen({ host: bmpHost, port: bmpPort, backlog: 1024 }, resolve);
    await promise;
    this.#server.off('error', reject);
    this.#server.on('error', (error) => this.#services.log.error({ err: error }, 'listener failed'));
    return addressOf(this.#server);
  }

  /** Accepts no more, closes every connection, and resolves when each has published what it had. */
  async stop(): Promise<void> {
    this.#server.close();
    for (const session of this.#sessions) session.close({ reason: 'stopping', detail: null });
    await Promise.all(Array.from(this.#sessions, (session) => session.ended));
  }

  #accept(socket: Socket): void {
    const source = plainSource(socket.remoteAddress ?? 'unknown');
    const refusal = this.#refusalOf(source);
    if (refusal === null) void this.#serve(socket, source);
    else this.#refuse(socket, source, refusal);
  }

  #refusalOf(source: string): 'max-connections' | 'max-connections-per-source' | null {
    const { maxConnections, maxConnectionsPerSource } = this.#services.config;
    if (this.#sessions.size >= maxConnections) return 'max-connections';
    return (this.#perSource.get(source) ?? 0) >= maxConnectionsPerSource ? 'max-connections-per-source' : null;
  }

  #refuse(socket: Socket, source: string, reason: string): void {
    this.#services.metrics.rejected.inc({ reason });
    this.#services.log.warn({ source, port: socket.remotePort, reason }, 'connection turned away');
    socket.on('error', () => {}); // it is gone already
    socket.destroy();
  }

  async #serve(socket: Socket, source: string): Promise<void> {
    const { metrics, log } = this.#services;
    const connection = ++this.#accepted;
    const sourcePort = socket.remotePort ?? 0;
    metrics.accepted.inc();
    log.info({ connection, source, port: sourcePort }, 'connection accepted');
    const session = new BmpSession({ socket, connection, source, sourcePort, services: this.#services });
    this.#sessions.add(session);
    this.#perSource.set(source, (this.#perSource.get(source) ?? 0) + 1);
    await session.run();
    this.#sessions.delete(session);
    const left = (this.#perSource.get(source) ?? 1) - 1;
    if (left > 0) this.#perSource.set(source, left);
    else this.#perSource.delete(source);
  }
}

/** An IPv4 address that came over an IPv6 socket, as IPv4. */
const plainSource = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

export function addressOf(server: Pick<Server, 'address'>): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  return address;
}
