import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';
import { killAndWait } from './frr/namespaces.ts';

const bgpdProgram = '/usr/lib/frr/bgpd';

interface Place {
  /** Of configuration, pid files and vty sockets. Short: a socket path holds 107 bytes. */
  directory: string;
  namespaceOf(router: string): string;
}

/** The bgpd processes of one lab, each in its router's namespace. Without zebra: the lab looks at what BGP says, nothing is forwarded. */
export class BgpdHost {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  async start(router: string, config: string): Promise<void> {
    await mkdir(this.#directoryOf(router), { recursive: true });
    await writeFile(this.#configFile(router), config);
    await rm(this.#pidFile(router), { force: true });
    const inNamespace = ['netns', 'exec', this.#place.namespaceOf(router), bgpdProgram];
    const files = ['-f', this.#configFile(router), '-i', this.#pidFile(router)];
    const socket = ['--vty_socket', this.#directoryOf(router)];
    await run('ip', ...inNamespace, '-M', 'bmp', '-Z', '-S', '-P', '0', ...files, ...socket, '-d');
  }

  /** With the configuration it had last. */
  restart = async (router: string): Promise<void> =>
    this.start(router, await readFile(this.#configFile(router), 'utf8'));

  /** kill -9: the kernel closes its connections, no NOTIFICATION and no Termination is sent. */
  kill = async (router: string): Promise<void> => killAndWait(await this.#pidOf(router));

  freeze = async (router: string): Promise<void> => {
    process.kill(await this.#pidOf(router), 'SIGSTOP');
  };

  thaw = async (router: string): Promise<void> => {
    process.kill(await this.#pidOf(router), 'SIGCONT');
  };

  /** Runs vtysh commands; rejects when bgpd refuses one. */
  vtysh = async (router: string, ...commands: string[]): Promise<string> => {
    const typed = commands.flatMap((line) => ['-c', line]);
    const output = await run('vtysh', '--vty_socket', this.#directoryOf(router), ...typed);
    const refusal = output.split('\n').find((line) => line.startsWith('%'));
    if (refusal !== undefined) throw new Error(`${router}: ${refusal} (${commands.join('; ')})`);
    return output;
  };

  configure = (router: string, ...commands: string[]): Promise<string> =>
    this.vtysh(router, 'configure terminal', ...commands, 'end');

  #directoryOf = (router: string): string => join(this.#place.directory, router);
  #configFile = (router: string): string => join(this.#directoryOf(router), 'bgpd.conf');
  #pidFile = (router: string): string => join(this.#directoryOf(router), 'bgpd.pid');
  #pidOf = async (router: string): Promise<number> => Number(await readFile(this.#pidFile(router), 'utf8'));
}
