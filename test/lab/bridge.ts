import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, succeeds } from './command.ts';
import { killAndWait } from './frr/namespaces.ts';

/** A router on the bridge, in a namespace of its own. */
export interface Host {
  name: string;
  addresses: readonly string[];
}

interface BridgeProps {
  /** Its name, and what the names of its namespaces begin with: at most 6 characters. */
  name: string;
  /** Of the bridge itself, in the namespace we are in. */
  address: string;
  prefixLength: number;
}

/** One link that all routers of a lab share, and a directory for the files of each. */
export class Bridge {
  readonly address: string;
  readonly directory: string;
  readonly #name: string;
  readonly #prefixLength: number;

  constructor({ name, address, prefixLength }: BridgeProps) {
    this.address = address;
    this.directory = `/run/${name}`;
    this.#name = name;
    this.#prefixLength = prefixLength;
  }

  namespaceOf = (router: string): string => `${this.#name}-${router}`;
  directoryOf = (router: string): string => join(this.directory, router);

  async create(hosts: readonly Host[]): Promise<void> {
    await this.destroy();
    await run('ip', 'link', 'add', this.#name, 'type', 'bridge');
    await run('ip', 'addr', 'add', `${this.address}/${this.#prefixLength}`, 'dev', this.#name);
    await run('ip', 'link', 'set', this.#name, 'up');
    for (const host of hosts) await this.#attach(host);
  }

  /** Removes whatever of it exists, and ends every process inside. */
  async destroy(): Promise<void> {
    for (const namespace of await this.#namespaces()) {
      const pids = (await run('ip', 'netns', 'pids', namespace)).split('\n').filter((line) => line !== '');
      for (const pid of pids.map(Number)) await killAndWait(pid);
      await run('ip', 'netns', 'del', namespace);
      // The kernel takes it away with the namespace, but later.
      await succeeds('ip', 'link', 'del', namespace);
    }
    if (await succeeds('ip', 'link', 'show', this.#name)) await run('ip', 'link', 'del', this.#name);
    await rm(this.directory, { recursive: true, force: true });
  }

  async #attach({ name, addresses }: Host): Promise<void> {
    const namespace = this.namespaceOf(name);
    const inside = ['-n', namespace];
    await mkdir(this.directoryOf(name), { recursive: true });
    await run('ip', 'netns', 'add', namespace);
    await run('ip', ...inside, 'link', 'set', 'lo', 'up');
    await run('ip', 'link', 'add', namespace, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    await run('ip', 'link', 'set', namespace, 'master', this.#name, 'up');
    for (const address of addresses) {
      await run('ip', ...inside, 'addr', 'add', `${address}/${this.#prefixLength}`, 'dev', 'eth0');
    }
    await run('ip', ...inside, 'link', 'set', 'eth0', 'up');
  }

  async #namespaces(): Promise<string[]> {
    const names = (await run('ip', 'netns', 'list')).split('\n').map((line) => line.split(' ')[0] ?? '');
    return names.filter((name) => name.startsWith(`${this.#name}-`));
  }
}
