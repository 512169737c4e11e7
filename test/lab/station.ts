import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Api } from './api.ts';

const entryPoint = fileURLToPath(new URL('../../local/main.ts', import.meta.url));

/** Addresses as `npm start -- --json` prints them. */
interface Addresses {
  /** host:port */
  bmp: string;
  api: string;
  health: string;
}

/** A running `npm start -- --no-demo --json`, on free ports: the product as a user starts it. */
export class Station {
  readonly api: Api;
  readonly bmpPort: number;
  readonly healthUrl: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, addresses: Addresses) {
    this.#process = process;
    this.api = new Api(addresses.api);
    this.bmpPort = Number(addresses.bmp.split(':').at(-1));
    this.healthUrl = addresses.health;
  }

  /** With a data directory the state survives; without one it ends with the station. Rejects when it ends before it is up. */
  static async start(dataDirectory?: string, environment: NodeJS.ProcessEnv = {}): Promise<Station> {
    const options = ['--no-demo', '--json', '--bmp', '127.0.0.1:0', '--api', '127.0.0.1:0'];
    const data = dataDirectory === undefined ? [] : ['--data', dataDirectory];
    const child = spawn(process.execPath, [entryPoint, ...options, ...data], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Station(child, await firstLine(child));
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** SIGTERM: it drains and flushes. Rejects when it does not exit with 0. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    if (this.#process.exitCode !== 0) {
      throw new Error(`the station ended with ${this.#process.exitCode ?? this.#process.signalCode} on SIGTERM`);
    }
  }

  /** kill -9: nothing is flushed. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill(signal);
    await exited;
  }
}

async function firstLine(child: ChildProcess): Promise<Addresses> {
  if (child.stdout === null) throw new Error('the station has no standard output');
  for await (const line of createInterface(child.stdout)) {
    child.stdout.resume();
    return JSON.parse(line) as Addresses;
  }
  throw new Error('the station ended before it was up');
}
