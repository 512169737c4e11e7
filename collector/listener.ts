import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/**
 * Idle time before the first keepalive probe: well below the 350 s after which load balancers forget a quiet connection. The
 * interval and number of further probes are the system's (Linux: net.ipv4.tcp_keepalive_intvl and _probes): Node cannot set them.
 */
export const keepAliveMilliseconds = 60_000;

/** Octets above which a socket is not read until what it brought is taken. A read brings up to 64 KiB: so it is one that waits. */
const leastBuffer = 16_384;

/** A TCP port that accepts routers, with keepalive on every connection. */
export class BmpListener {
  readonly #server: Server;

  constructor(onConnection: (socket: Socket) => void) {
    // Not `server.maxConnections`: that closes without a word.
    this.#server = createServer(
      { keepAlive: true, keepAliveInitialDelay: keepAliveMilliseconds, noDelay: true, highWaterMark: leastBuffer },
      onConnection,
    );
  }

  get isListening(): boolean {
    return this.#server.listening;
  }

  /** Where it listens, once it does; rejects where it cannot. */
  async listen(host: string, port: number, onFailure: (error: Error) => void): Promise<AddressInfo> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen({ host, port, backlog: 1024 }, resolve);
    await promise;
    this.#server.off('error', reject);
    this.#server.on('error', onFailure);
    return addressOf(this.#server);
  }

  /** Accepts no more; connections stay. */
  close(): void {
    this.#server.close();
  }
}

export function addressOf(server: Pick<Server, 'address'>): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  return address;
}
