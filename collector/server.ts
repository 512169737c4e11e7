import type { AddressInfo, Socket } from 'node:net';
import { type Arrival, Entrance, type Listener } from './access/entrance.ts';
import { type Place, Places } from './access/places.ts';
import { Refusal } from './access/refusal.ts';
import { drain } from './drain.ts';
import { BmpListener, keepAliveMilliseconds } from './listener.ts';
import type { CollectorServices } from './services.ts';
import { BmpSession } from './session.ts';

export interface ListeningOn {
  /** Where it takes BMP over plain TCP. */
  plain: AddressInfo;
  /** Where it takes BMP over TLS; null where it does not. */
  tls: AddressInfo | null;
}

/** Accepts routers, up to the caps, and keeps count of their connections until each has published all it received. */
export class BmpServer {
  readonly #services: CollectorServices;
  readonly #entrance: Entrance;
  readonly #places: Places;
  readonly #plain = new BmpListener((socket) => void this.#accept(socket, 'plain'));
  readonly #tls = new BmpListener((socket) => void this.#accept(socket, 'tls'));
  /** Connections that have not shown who they are from. */
  readonly #arriving = new Set<Socket>();
  readonly #sessions = new Set<BmpSession>();
  #accepted = 0;
  #stopping = false;
  /** While stopping: no session is left. */
  readonly #emptied = new AbortController();

  /** Throws where TLS cannot be served. */
  constructor(services: CollectorServices) {
    this.#services = services;
    this.#entrance = new Entrance(services.config);
    this.#places = new Places(services.config);
  }

  /** Those that take a place: sessions, and who has not got so far. */
  get connections(): number {
    return this.#places.taken;
  }

  get isListening(): boolean {
    return this.#plain.isListening;
  }

  /** Where it listens, once it does. */
  async listen(): Promise<ListeningOn> {
    const { config, log } = this.#services;
    const onFailure = (error: Error): void => log.error({ err: error }, 'listener failed');
    try {
      const plain = await this.#plain.listen(config.bmpHost, config.bmpPort, onFailure);
      const tls = config.tls && (await this.#tls.listen(config.bmpHost, config.tls.port, onFailure));
      return { plain, tls };
    } catch (error) {
      this.#acceptNoMore();
      throw error;
    }
  }

  /** Accepts no more, closes every connection, over `drainSeconds`, and resolves when each has published what it had. */
  async stop(): Promise<void> {
    this.#acceptNoMore();
    const { config, abandon } = this.#services;
    const signal = AbortSignal.any([abandon, this.#emptied.signal]);
    await drain(this.#sessions, config.drainSeconds * 1000, signal);
    await Promise.all(Array.from(this.#sessions, (session) => session.ended));
  }

  /** Takes a connection that the station itself has made to a router at `source`. Resolves when it has ended; throws Refusal. */
  async adopt(socket: Socket, source: string, sourcePort: number): Promise<void> {
    const place = this.#places.take();
    socket.setKeepAlive(true, keepAliveMilliseconds);
    try {
      const origin = { source, sourcePort, proxy: null, endpoint: null };
      await this.#serve({ ...origin, socket, certificateName: null });
    } finally {
      place.leave();
    }
  }

  #acceptNoMore(): void {
    this.#stopping = true;
    this.#plain.close();
    this.#tls.close();
    for (const socket of this.#arriving) socket.destroy();
  }

  async #accept(socket: Socket, listener: Listener): Promise<void> {
    socket.on('error', () => {}); // who reads from it is told of it
    let place: Place | null = null;
    try {
      place = this.#places.take();
      await this.#serve(await this.#arrive(socket, listener, place));
    } catch (error) {
      this.#refuse(socket, error);
    } finally {
      place?.leave();
    }
  }

  async #arrive(socket: Socket, listener: Listener, place: Place): Promise<Arrival> {
    this.#arriving.add(socket);
    try {
      return await this.#entrance.enter(socket, listener, place);
    } finally {
      this.#arriving.delete(socket);
    }
  }

  #refuse(socket: Socket, error: unknown): void {
    const { metrics, log, refusalLog } = this.#services;
    // Read now: a socket that is destroyed has none.
    const fields = { source: socket.remoteAddress, port: socket.remotePort };
    socket.destroy();
    if (!(error instanceof Refusal)) {
      metrics.rejected.inc({ reason: 'internal-error' });
      log.error({ ...fields, err: error }, 'connection given up');
      return;
    }
    const reason = this.#stopping ? 'stopping' : error.reason;
    metrics.rejected.inc({ reason });
    refusalLog.warn(log, reason, { ...fields, detail: error.detail }, 'connection turned away');
  }

  async #serve(arrival: Arrival): Promise<void> {
    if (this.#stopping) throw new Refusal('stopping');
    const { metrics, log } = this.#services;
    const { socket, source, sourcePort, proxy, endpoint, certificateName } = arrival;
    const connection = ++this.#accepted;
    metrics.accepted.inc();
    const by = { ...(proxy && { proxy }), ...(endpoint && { endpoint }), ...(certificateName && { certificateName }) };
    log.info({ connection, source, port: sourcePort, ...by }, 'connection accepted');
    const session = new BmpSession({
      ...{ socket, connection, source, sourcePort, certificateName },
      services: this.#services,
    });
    this.#sessions.add(session);
    await session.run();
    this.#sessions.delete(session);
    if (this.#stopping && this.#sessions.size === 0) this.#emptied.abort();
  }
}
