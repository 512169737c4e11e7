import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where a stack keeps its state. Held by one process at a time. */
export interface DataDirectory {
  stream: string;
  table: string;
  failures: string;
  captures: string;
  release(): Promise<void>;
}

export class DirectoryInUseError extends Error {}

/** Creates what is missing. Throws DirectoryInUseError while a living process holds it; a dead one's hold is taken over. */
export async function claimDataDirectory(directory: string): Promise<DataDirectory> {
  const root = resolve(directory);
  const lock = join(root, 'pid');
  await mkdir(root, { recursive: true });
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new DirectoryInUseError(`${root} is in use by process ${holder} (if that is no bmpaas, remove ${lock})`);
  }
  await writeFile(lock, `${process.pid}\n`);
  return {
    stream: join(root, 'stream'),
    table: join(root, 'table'),
    failures: join(root, 'failed-batches.jsonl'),
    captures: join(root, 'captures'),
    release: () => rm(lock, { force: true }),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
