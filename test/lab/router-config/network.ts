import { mkdir, rm } from 'node:fs/promises';
import { run, succeeds } from '../command.ts';
import { killAndWait } from '../frr/namespaces.ts';

/** One bridge, with each router in a namespace of its own: real next hops, which GoBGP does not take on loopback. */
export const network = { bridge: 'rcfg', address: '198.18.254.1', prefixLength: 24 } as const;

/** Configurations and sockets. Short: a socket path holds 107 bytes. */
export const directory = '/run/rcfg';

export interface Router {
  name: string;
  address: string;
  asn: number;
}

export const namespaceOf = ({ name }: Router): string => `${network.bridge}-${name}`;
export const directoryOf = ({ name }: Router): string => `${directory}/${name}`;

export async function createNetwork(routers: readonly Router[]): Promise<void> {
  await destroyNetwork(routers);
  await run('ip', 'link', 'add', network.bridge, 'type', 'bridge');
  await run('ip', 'addr', 'add', `${network.address}/${network.prefixLength}`, 'dev', network.bridge);
  await run('ip', 'link', 'set', network.bridge, 'up');
  for (const router of routers) await createNamespace(router);
}

async function createNamespace(router: Router): Promise<void> {
  const namespace = namespaceOf(router);
  const inside = ['-n', namespace];
  await mkdir(directoryOf(router), { recursive: true });
  await run('ip', 'netns', 'add', namespace);
  await run('ip', ...inside, 'link', 'set', 'lo', 'up');
  await run('ip', 'link', 'add', namespace, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  await run('ip', 'link', 'set', namespace, 'master', network.bridge, 'up');
  await run('ip', ...inside, 'addr', 'add', `${router.address}/${network.prefixLength}`, 'dev', 'eth0');
  await run('ip', ...inside, 'link', 'set', 'eth0', 'up');
}

/** Removes whatever of it exists, and ends every process inside. */
export async function destroyNetwork(routers: readonly Router[]): Promise<void> {
  for (const namespace of routers.map(namespaceOf)) {
    if (!(await succeeds('ip', 'netns', 'pids', namespace))) continue;
    const pids = (await run('ip', 'netns', 'pids', namespace)).split('\n').filter((line) => line !== '');
    for (const pid of pids.map(Number)) await killAndWait(pid);
    await run('ip', 'netns', 'del', namespace);
    // The kernel takes it away with the namespace, but later.
    await succeeds('ip', 'link', 'del', namespace);
  }
  if (await succeeds('ip', 'link', 'show', network.bridge)) await run('ip', 'link', 'del', network.bridge);
  await rm(directory, { recursive: true, force: true });
}
