import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command.ts';
import { killAndWait } from '../frr/namespaces.ts';

export interface LoopbackRouter {
  name: string;
  /** In 127.0.0.0/8, and its BGP identifier. */
  address: string;
  bgpId: string;
  asn: number;
}

/** bgpd processes on addresses of the loopback interface, which needs no privilege. */
export class LoopbackBgpd {
  readonly #directory: string;
  readonly #bgpPort: number;

  private constructor(directory: string, bgpPort: number) {
    this.#directory = directory;
    this.#bgpPort = bgpPort;
  }

  static async create(bgpPort: number): Promise<LoopbackBgpd> {
    return new LoopbackBgpd(await mkdtemp(join(tmpdir(), 'bmplab-active-')), bgpPort);
  }

  /** What a session between two of them takes. */
  neighbor(router: LoopbackRouter, { address, asn }: LoopbackRouter): string[] {
    return [
      ` neighbor ${address} remote-as ${asn}`,
      ` neighbor ${address} port ${this.#bgpPort}`,
      ` neighbor ${address} update-source ${router.address}`,
      ` neighbor ${address} disable-connected-check`,
      ` neighbor ${address} timers connect 1`,
    ];
  }

  async start(router: LoopbackRouter, lines: readonly string[]): Promise<void> {
    const directory = join(this.#directory, router.name);
    await mkdir(directory, { recursive: true });
    const config = [
      `hostname ${router.name}`,
      `router bgp ${router.asn}`,
      ` bgp router-id ${router.bgpId}`,
      ' no bgp ebgp-requires-policy',
      ' no bgp network import-check',
      ...lines,
      'exit',
    ];
    await writeFile(join(directory, 'bgpd.conf'), `${config.join('\n')}\n`);
    await rm(this.#pidFile(router), { force: true });
    const files = ['-f', join(directory, 'bgpd.conf'), '-i', this.#pidFile(router), '--vty_socket', directory];
    const listening = ['-l', router.address, '-p', String(this.#bgpPort)];
    await run('/usr/lib/frr/bgpd', '-M', 'bmp', '-Z', '-S', '-P', '0', ...listening, ...files, '-d');
  }

  /** kill -9. */
  async kill(router: LoopbackRouter): Promise<void> {
    const pid = await readFile(this.#pidFile(router), 'utf8').catch(() => null);
    if (pid !== null) await killAndWait(Number(pid));
  }

  vtysh(router: LoopbackRouter, command: string): Promise<string> {
    return run('vtysh', '--vty_socket', join(this.#directory, router.name), '-c', command);
  }

  /** Removes the files, too. */
  async stop(routers: readonly LoopbackRouter[]): Promise<void> {
    for (const router of routers) await this.kill(router);
    await rm(this.#directory, { recursive: true, force: true });
  }

  #pidFile = ({ name }: LoopbackRouter): string => join(this.#directory, name, 'bgpd.pid');
}
