import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The network between the routers and a station on loopback: every router arrives from one source address, as behind a NAT,
 * a network load balancer or PrivateLink. Bytes are passed on as they are, with back-pressure; a close or reset of one side
 * closes the other; while the station is down the port is closed, so a router's attempt is refused as the kernel would.
 */
export class Gateway {
  /** Connections accepted since the start. */
  accepted = 0;
  #server: Server | null = null;
  readonly #pairs = new Set<Relay>();
  #limit = Number.POSITIVE_INFINITY;
  readonly #host: string;
  readonly #port: number;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /** Listens for routers, and relays them to the station's port on loopback. */
  async open(stationPort: number): Promise<void> {
    const server = createServer((router) => this.#relay(router, stationPort));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: this.#host, port: this.#port }, resolve);
    });
    this.#server = server;
  }

  /** Refuses routers from now on and closes the connections that are open. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const pair of this.#pairs) pair.close();
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  /** Holds each connection back after this many bytes from its router, until it is closed: a dump stays half done. */
  holdAfter(bytes: number): void {
    this.#limit = bytes;
  }

  /** Bytes that routers of open connections have sent and the station has been given. */
  get relayed(): number {
    return [...this.#pairs].reduce((sum, pair) => sum + pair.relayed, 0);
  }

  #relay(router: Socket, stationPort: number): void {
    this.accepted += 1;
    const pair = new Relay(router, connect(stationPort, '127.0.0.1'), this.#limit);
    this.#pairs.add(pair);
    router.once('close', () => this.#pairs.delete(pair));
  }
}

class Relay {
  relayed = 0;
  readonly #router: Socket;
  readonly #station: Socket;
  readonly #limit: number;

  constructor(router: Socket, station: Socket, limit: number) {
    this.#router = router;
    this.#station = station;
    this.#limit = limit;
    for (const socket of [router, station]) {
      socket.on('error', () => this.close());
      socket.once('close', () => this.close());
    }
    station.pipe(router);
    router.on('data', (chunk) => this.#forward(chunk));
    router.once('end', () => station.end());
    station.on('drain', () => router.resume());
  }

  close(): void {
    this.#router.destroy();
    this.#station.destroy();
  }

  #forward(chunk: Buffer): void {
    const part = chunk.subarray(0, this.#limit - this.relayed);
    this.relayed += part.length;
    const flushed = this.#station.write(part);
    if (!flushed || this.relayed >= this.#limit) this.#router.pause();
  }
}
