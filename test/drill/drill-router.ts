import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { added, type MessageCounts, type Part } from './part.ts';

const chunkOctets = 65_536;
const redialMilliseconds = 250;

export interface DrillRouterProps {
  name: string;
  /** All that it says after a connection was made: what it has now. */
  dump: () => Iterable<Part>;
  /** Where the station is now. */
  port: () => number;
}

/**
 * A router over a real socket: dumps what it has, says what changes, waits where the station does not read, and dials again when
 * the connection ends. It counts what it has said since the connection was made.
 */
export class DrillRouter {
  readonly name: string;
  readonly #props: DrillRouterProps;
  #socket: Socket | null = null;
  #dumped = Promise.withResolvers<void>();
  #isDumped = false;
  /** Changes since the dump began, which it may have or not. */
  #changes: Part[] = [];
  #stopped = false;
  #octets = 0;
  #holdAt = Number.POSITIVE_INFINITY;
  #held = Promise.withResolvers<void>();
  #going: Promise<void> = Promise.resolve();
  said: MessageCounts = {};
  /** Connections made. */
  connections = 0;

  constructor(props: DrillRouterProps) {
    this.name = props.name;
    this.#props = props;
  }

  /** Connects, and resolves once the first dump is with the kernel. */
  start(): Promise<void> {
    this.#going = this.#run();
    return this.#dumped.promise;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.release();
    this.#socket?.destroy();
    await this.#going;
  }

  /** A change. Nothing is said of it while there is no connection: the dump of the next has it. */
  say(part: Part): void {
    if (this.#socket === null) return;
    if (this.#isDumped) this.#tell(this.#socket, part);
    else this.#changes.push(part);
  }

  #tell(socket: Socket, { octets, messages }: Part): void {
    this.said = added(this.said, messages);
    socket.write(octets);
  }

  /** The first dump stops after so many octets, until `release`. */
  holdAt(octets: number): void {
    this.#holdAt = octets;
  }

  release(): void {
    this.#holdAt = Number.POSITIVE_INFINITY;
    this.#held.resolve();
  }

  /** Octets with the kernel, of all connections. */
  get octets(): number {
    return this.#octets;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#connection().catch(() => undefined);
      this.#socket = null;
      this.#isDumped = false;
      if (!this.#stopped) await sleep(redialMilliseconds);
    }
  }

  /** Rejects, or resolves, when it is over. */
  async #connection(): Promise<void> {
    const socket = connect({ host: '127.0.0.1', port: this.#props.port() });
    const closed = once(socket, 'close').catch(() => undefined);
    await Promise.race([once(socket, 'connect'), closed.then(() => Promise.reject(new Error('no connection')))]);
    socket.setNoDelay(true);
    socket.resume();
    this.connections += 1;
    this.#socket = socket;
    this.said = {};
    this.#changes = [];
    for (const part of this.#props.dump()) await this.#write(socket, part, closed);
    for (const part of this.#changes) this.#tell(socket, part);
    this.#isDumped = true;
    this.#dumped.resolve();
    await closed;
  }

  async #write(socket: Socket, { octets, messages }: Part, closed: Promise<unknown>): Promise<void> {
    this.said = added(this.said, messages);
    for (let start = 0; start < octets.length; start += chunkOctets) {
      const chunk = octets.subarray(start, start + chunkOctets);
      if (this.#octets + chunk.length > this.#holdAt) await this.#held.promise;
      if (socket.destroyed) throw new Error('the connection is gone');
      this.#octets += chunk.length;
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), closed]);
    }
  }
}
