import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { announcement, initiation } from '../collector/messages.ts';
import { generatedPeer, peerOf } from './generated-table.ts';
import { tablePlan } from './table-plan.ts';

/** Connections that are being opened at a time. */
const atOnce = 100;
/** Octets of the last address in a message that announces one /32. */
const addressLength = 4;
/** Numbers that fit an address below 10.0.0.0/8. */
const mostNumbers = 2 ** 24;

/** Routers on real connections, each of which says something now and then; `onSend` gets the number of a message as it is written. */
export class RouterCrowd {
  readonly #port: number;
  readonly #onSend: (message: number) => void;
  readonly #sockets: Socket[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #sent = 0;

  constructor(port: number, onSend: (message: number) => void) {
    this.#port = port;
    this.#onSend = onSend;
  }

  /** Routers that have said who they are and that a peer is up. */
  async connect(count: number): Promise<void> {
    for (let first = 0; first < count; first += atOnce) {
      const names = Array.from({ length: Math.min(atOnce, count - first) }, (_, index) => `router-${first + index}`);
      await Promise.all(names.map(async (name) => this.#sockets.push(await this.#dial(name))));
    }
  }

  /** Each announces a route once every `milliseconds`, from a moment of its own on. */
  talk(milliseconds: number): void {
    for (const socket of this.#sockets) {
      const start = setTimeout(() => {
        this.#timers.push(setInterval(() => this.#announce(socket), milliseconds));
      }, Math.random() * milliseconds);
      this.#timers.push(start);
    }
  }

  /** More routers, each of which sends the whole of a file; resolves once all is read by the other side. */
  async dump(file: string, count: number): Promise<void> {
    const dumps = Array.from({ length: count }, async (_, index) => {
      const socket = await this.#dial(`dumping-${index}`);
      createReadStream(file).pipe(socket);
      await once(socket, 'close');
    });
    await Promise.all(dumps);
  }

  async leave(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    for (const socket of this.#sockets.splice(0)) socket.destroy();
    await delay(100);
  }

  async #dial(name: string): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    socket.on('error', (error) => console.error(`${name}: ${error.message}`));
    await once(socket, 'connect');
    socket.resume();
    socket.write(Buffer.concat([initiation(name), peerUp]));
    return socket;
  }

  #announce(socket: Socket): void {
    const message = Buffer.from(template);
    const number = this.#sent++ % mostNumbers;
    message.writeUIntBE(number, message.length - addressLength + 1, addressLength - 1);
    this.#onSend(number);
    socket.write(message);
  }
}

const [peerUp = new Uint8Array()] = generatedPeer(tablePlan(1, 1), 0);
const template = announcement(['10.255.255.255/32'], [0x3693_0064], peerOf(0));
