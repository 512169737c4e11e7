import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Image } from './image-store.ts';
import { RunningProgram } from './running-program.ts';

export interface ContainerSettings {
  image: Image;
  /** The folder of its files. */
  files: string;
  environment: Record<string, string>;
  /** Folders that are volumes, and so can be written to. */
  writable: readonly string[];
  /** Most open files. */
  openFiles: number;
  /** Instead of the image's. */
  command?: readonly string[];
}

/** Starts a program out of an image, on the network of this machine, see container.sh. Needs root. */
export function startContainer(settings: ContainerSettings): RunningProgram {
  const { image, files, environment, writable, openFiles, command = image.command } = settings;
  const [uid = '0', gid = uid] = image.user.split(':');
  const inner = [String(openFiles), files, uid, gid, image.workingDirectory, writable.join(':'), ...command];
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child'];
  const script = join(import.meta.dirname, 'container.sh');
  const child = spawn('/usr/bin/unshare', [...namespaces, script, ...inner], {
    env: { ...Object.fromEntries(image.environment.map(splitVariable)), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new RunningProgram(child, () => childOf(child.pid ?? 0));
}

/** Of the program as this machine sees it; for the program itself it is 1. */
function childOf(pid: number): number {
  const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  return Number(child || 0);
}

/** What the kernel says of a process. */
export interface Confinement {
  uid: number;
  /** Mask of what it may do beyond its user. */
  capabilities: bigint;
  noNewPrivileges: boolean;
  readOnlyRoot: boolean;
}

export function confinementOf(pid: number): Confinement {
  const status = Object.fromEntries(linesOf(`/proc/${pid}/status`).map(splitStatus));
  const mounts = linesOf(`/proc/${pid}/mountinfo`).map((line) => line.split(' '));
  const options = mounts.find(([, , , , mountPoint]) => mountPoint === '/')?.[5] ?? '';
  return {
    uid: Number(status.Uid?.split('\t')[1]),
    capabilities: BigInt(`0x${status.CapEff}`),
    noNewPrivileges: status.NoNewPrivs === '1',
    readOnlyRoot: options.split(',').includes('ro'),
  };
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n');

const splitVariable = (text: string): [string, string] => {
  const end = text.indexOf('=');
  return [text.slice(0, end), text.slice(end + 1)];
};

const splitStatus = (line: string): [string, string] => {
  const [name = '', value = ''] = line.split(':\t');
  return [name, value];
};
