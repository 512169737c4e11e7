import { readFile } from 'node:fs/promises';
import { run, succeeds } from '../command.ts';
import { linkAddress, management, pes } from './topology.ts';

const namePrefix = 'bmplab-';

export const namespaceOf = (router: string): string => `${namePrefix}${router}`;

/** The PE's end of its management link: cutting the path to the station acts here. */
export const managementInterface = 'mgmt0';

const ip = (...args: string[]): Promise<string> => run('ip', ...args);
const ipIn = (router: string, ...args: string[]): Promise<string> => run('ip', '-n', namespaceOf(router), ...args);

/** Names of the lab's namespaces that exist now. */
export async function existingNamespaces(): Promise<string[]> {
  const listing = await ip('netns', 'list');
  return listing
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name.startsWith(namePrefix));
}

/** Namespaces, the management bridge in the namespace we are in, and every link of the topology. */
export async function createNetwork(): Promise<void> {
  await createManagementBridge();
  for (const pe of pes) {
    await createNamespace(pe.name);
    await createManagementLink(pe.name, pe.managementAddress);
    for (const element of pe.elements) {
      await createNamespace(element.name);
      for (const side of Object.values(element.attachments)) await createServiceLink(pe.name, element.name, side);
    }
  }
}

/** Removes whatever of the network exists, and ends every process inside. */
export async function destroyNetwork(): Promise<void> {
  for (const namespace of await existingNamespaces()) {
    await killProcessesIn(namespace);
    await ip('netns', 'del', namespace);
  }
  if (await succeeds('ip', 'link', 'show', management.bridge)) await ip('link', 'del', management.bridge);
}

export async function setManagementLink(router: string, state: 'up' | 'down'): Promise<void> {
  await ipIn(router, 'link', 'set', managementInterface, state);
}

/** Destroys the router's TCP connection to the station, as an operator or a middlebox would: both ends see a reset. */
export async function resetConnectionTo(router: string, port: number): Promise<void> {
  await run('ip', 'netns', 'exec', namespaceOf(router), 'ss', '-K', 'dst', management.address, 'dport', '=', `${port}`);
}

async function createManagementBridge(): Promise<void> {
  await ip('link', 'add', management.bridge, 'type', 'bridge');
  await ip('addr', 'add', `${management.address}/${management.prefixLength}`, 'dev', management.bridge);
  await ip('link', 'set', management.bridge, 'up');
}

async function createNamespace(router: string): Promise<void> {
  await ip('netns', 'add', namespaceOf(router));
  await ipIn(router, 'link', 'set', 'lo', 'up');
}

async function createManagementLink(router: string, address: string): Promise<void> {
  const bridgePort = namespaceOf(router);
  await ip(
    'link',
    'add',
    bridgePort,
    'type',
    'veth',
    'peer',
    'name',
    managementInterface,
    'netns',
    namespaceOf(router),
  );
  await ip('link', 'set', bridgePort, 'master', management.bridge, 'up');
  await ipIn(router, 'addr', 'add', `${address}/${management.prefixLength}`, 'dev', managementInterface);
  await setManagementLink(router, 'up');
}

interface ServiceLink {
  role: string;
  peAddress: string;
  elementAddress: string;
  peInterface: string;
}

async function createServiceLink(pe: string, element: string, link: ServiceLink): Promise<void> {
  const { role, peAddress, elementAddress, peInterface } = link;
  await ipIn(pe, 'link', 'add', peInterface, 'type', 'veth', 'peer', 'name', role, 'netns', namespaceOf(element));
  await bringUp(pe, peInterface, peAddress);
  await bringUp(element, role, elementAddress);
}

async function bringUp(router: string, networkInterface: string, address: string): Promise<void> {
  await ipIn(router, 'addr', 'add', linkAddress(address), 'dev', networkInterface);
  await ipIn(router, 'link', 'set', networkInterface, 'up');
}

async function killProcessesIn(namespace: string): Promise<void> {
  const pids = (await ip('netns', 'pids', namespace)).split('\n').filter((line) => line !== '');
  for (const pid of pids.map(Number)) await killAndWait(pid);
}

/** SIGKILL, which also ends a frozen process, and waits for the process to be gone. */
export async function killAndWait(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return;
  }
  while (await isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** False also for a zombie: in a container nobody may reap it. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat !== null && !/\) [ZX] /.test(stat);
}
