import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command.ts';
import { freePort } from '../free-port.ts';
import { type Attachment, attachmentsOf, type Element, pes } from '../frr/topology.ts';
import { elementConfig, peConfig } from './config.ts';

interface Daemon {
  process: ChildProcess;
  apiPort: number;
}

/** The reference lab as nine gobgpd processes on loopback. Needs no privilege. */
export class GobgpLab {
  readonly #daemons = new Map<string, Daemon>();
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Starts all nine and has every element announce both prefixes. */
  static async start(stationPort: number): Promise<GobgpLab> {
    const lab = new GobgpLab(await mkdtemp(join(tmpdir(), 'bmplab-gobgp-')));
    const endpoints = { bgpPort: await freePort(), stationPort };
    for (const pe of pes) {
      await lab.#start(pe.name, peConfig(pe, endpoints));
      for (const element of pe.elements) {
        await lab.#start(element.name, elementConfig(pe, element, endpoints));
        for (const side of attachmentsOf(element)) await lab.announce(element, side);
      }
    }
    return lab;
  }

  announce(element: Element, { prefix }: Attachment): Promise<string> {
    return this.#gobgp(element.name, 'global', 'rib', 'add', prefix);
  }

  withdraw(element: Element, { prefix }: Attachment): Promise<string> {
    return this.#gobgp(element.name, 'global', 'rib', 'del', prefix);
  }

  /** kill -9. */
  async kill(router: string): Promise<void> {
    const daemon = this.#daemons.get(router);
    this.#daemons.delete(router);
    if (daemon === undefined) return;
    const exited = once(daemon.process, 'exit');
    daemon.process.kill('SIGKILL');
    await exited;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#daemons.keys()].map((router) => this.kill(router)));
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #start(router: string, config: object): Promise<void> {
    const file = join(this.#directory, `${router}.json`);
    await writeFile(file, JSON.stringify(config));
    const apiPort = await freePort();
    const options = ['-f', file, '-t', 'json', '--api-hosts', `127.0.0.1:${apiPort}`, '--pprof-disable'];
    const child = spawn('gobgpd', options, { stdio: ['ignore', 'ignore', 'inherit'] });
    this.#daemons.set(router, { process: child, apiPort });
    await this.#untilItAnswers(router);
  }

  async #untilItAnswers(router: string): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#gobgp(router, 'global');
        return;
      } catch (error) {
        if (attempt === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  #gobgp(router: string, ...command: string[]): Promise<string> {
    const daemon = this.#daemons.get(router);
    if (daemon === undefined) throw new Error(`${router} does not run`);
    return run('gobgp', '-u', '127.0.0.1', '-p', `${daemon.apiPort}`, ...command);
  }
}
