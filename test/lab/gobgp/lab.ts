import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command.ts';
import { eventually } from '../eventually.ts';
import { freePort } from '../free-port.ts';
import { type Attachment, type Element, type Pe, pes } from '../frr/topology.ts';
import { controller, controllerConfig, elementConfig, peConfig, routeTargetOf } from './config.ts';

interface Daemon {
  process: ChildProcess;
  apiPort: number;
}

/**
 * The reference lab as nine gobgpd processes on loopback, and a tenth that is a controller. Needs no privilege. GoBGP 3.10 refuses next hops on loopback, but
 * only after it has told the pre-policy view of them: live announcements are all that a station sees, and a dump is empty.
 * So the station is added when the sessions are up, and the elements announce after that.
 */
export class GobgpLab {
  readonly #daemons = new Map<string, Daemon>();
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** All nine and the controller, with every session established and nothing announced yet. */
  static async start(): Promise<GobgpLab> {
    const lab = new GobgpLab(await mkdtemp(join(tmpdir(), 'bmplab-gobgp-')));
    const bgpPort = await freePort();
    for (const pe of pes) {
      await lab.#start(pe.name, peConfig(pe, bgpPort));
      await Promise.all(pe.elements.map((element) => lab.#start(element.name, elementConfig(pe, element, bgpPort))));
    }
    await lab.#start(controller.name, controllerConfig(bgpPort));
    await Promise.all(pes.map((pe) => lab.#untilEstablished(pe)));
    return lab;
  }

  /** Has a PE speak to a station, in every view it can. */
  addStation(pe: Pe, stationPort: number): Promise<string> {
    return this.#gobgp(pe.name, 'bmp', 'add', `127.0.0.1:${stationPort}`, 'all');
  }

  announce(element: Element, side: Attachment): Promise<string> {
    return this.#gobgp(element.name, 'global', 'rib', 'add', side.prefix, 'rt', routeTargetOf(side));
  }

  withdraw(element: Element, { prefix }: Attachment): Promise<string> {
    return this.#gobgp(element.name, 'global', 'rib', 'del', prefix);
  }

  /** The controller leads traffic to a destination into the VRF of a route target. */
  redirect(destination: string, routeTarget: string): Promise<string> {
    const rule = ['match', 'destination', destination, 'then', 'redirect', routeTarget];
    return this.#gobgp(controller.name, 'global', 'rib', 'add', '-a', 'ipv4-flowspec', ...rule);
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
    await eventually(5, () => this.#gobgp(router, 'global'));
  }

  /** GoBGP tries again every five seconds at best. */
  async #untilEstablished({ name, elements }: Pe): Promise<void> {
    await eventually(30, async () => {
      const established = (await this.#gobgp(name, 'neighbor')).match(/ Establ /g) ?? [];
      const sessions = elements.length * 2 + (name === controller.pe.name ? 1 : 0);
      if (established.length < sessions) throw new Error(`${name}: ${established.length} sessions`);
    });
  }

  #gobgp(router: string, ...command: string[]): Promise<string> {
    const daemon = this.#daemons.get(router);
    if (daemon === undefined) throw new Error(`${router} does not run`);
    return run('gobgp', '-u', '127.0.0.1', '-p', `${daemon.apiPort}`, ...command);
  }
}
