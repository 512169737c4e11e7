import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.ts';
import { killAndWait, namespaceOf } from './namespaces.ts';

/** Configuration, pid files and vty sockets of the lab's routers. Short: a socket path holds 107 bytes. */
export const labDirectory = '/run/bmplab';

const bgpdProgram = '/usr/lib/frr/bgpd';

const directoryOf = (router: string): string => join(labDirectory, router);
const configFile = (router: string): string => join(directoryOf(router), 'bgpd.conf');
const pidFile = (router: string): string => join(directoryOf(router), 'bgpd.pid');

/** Starts a router's bgpd in its namespace, without zebra: the lab looks at what BGP says, nothing is forwarded. */
export async function startBgpd(router: string, config: string): Promise<void> {
  await mkdir(directoryOf(router), { recursive: true });
  await writeFile(configFile(router), config);
  await rm(pidFile(router), { force: true });
  const files = ['-f', configFile(router), '-i', pidFile(router), '--vty_socket', directoryOf(router)];
  await run(
    'ip',
    'netns',
    'exec',
    namespaceOf(router),
    bgpdProgram,
    '-M',
    'bmp',
    '-Z',
    '-S',
    '-P',
    '0',
    ...files,
    '-d',
  );
}

/** Starts it with the configuration it had last. */
export const restartBgpd = async (router: string): Promise<void> =>
  startBgpd(router, await readFile(configFile(router), 'utf8'));

/** kill -9: the kernel closes its connections, no NOTIFICATION and no Termination is sent. */
export const killBgpd = async (router: string): Promise<void> => killAndWait(await pidOf(router));

export async function freezeBgpd(router: string): Promise<void> {
  process.kill(await pidOf(router), 'SIGSTOP');
}

export async function thawBgpd(router: string): Promise<void> {
  process.kill(await pidOf(router), 'SIGCONT');
}

/** Runs vtysh commands; rejects when bgpd refuses one. */
export async function vtysh(router: string, ...commands: string[]): Promise<string> {
  const output = await run('vtysh', '--vty_socket', directoryOf(router), ...commands.flatMap((line) => ['-c', line]));
  const refusal = output.split('\n').find((line) => line.startsWith('%'));
  if (refusal !== undefined) throw new Error(`${router}: ${refusal} (${commands.join('; ')})`);
  return output;
}

export const configure = (router: string, ...commands: string[]): Promise<string> =>
  vtysh(router, 'configure terminal', ...commands, 'end');

async function pidOf(router: string): Promise<number> {
  return Number(await readFile(pidFile(router), 'utf8'));
}
