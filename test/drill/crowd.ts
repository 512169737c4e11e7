import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A connection is made, and what was said on it is with the kernel. */
export type Opening = (socket: Socket, index: number) => void;

/** Connections that are no routers of the cast. */
export class Crowd {
  readonly #sockets: Socket[] = [];
  #closed = 0;

  /** Opens so many, some at a time. Those that are closed at once count as opened and closed. */
  async open(port: number, count: number, opening: Opening = () => {}): Promise<void> {
    for (let first = 0; first < count; first += atOnce) {
      const indexes = Array.from({ length: Math.min(atOnce, count - first) }, (_, index) => first + index);
      await Promise.all(indexes.map((index) => this.#open(port, index, opening)));
      await sleep(10);
    }
  }

  /** How many the station has closed. */
  get closed(): number {
    return this.#closed;
  }

  get sockets(): readonly Socket[] {
    return this.#sockets;
  }

  async #open(port: number, index: number, opening: Opening): Promise<void> {
    const socket = connect({ host: '127.0.0.1', port });
    this.#sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#closed += 1;
    });
    socket.resume();
    // Where it was refused, or closed at once, an error.
    await once(socket, 'connect').catch(() => undefined);
    if (!socket.destroyed) opening(socket, index);
  }
}

/** The listener's queue holds some, and a second goes by for each that finds it full. */
const atOnce = 100;
