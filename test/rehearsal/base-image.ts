import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImageStore } from './image-store.ts';
import { runProgram } from './program.ts';

export const busybox = '/bin/busybox';
const certificates = '/etc/ssl/certs/ca-certificates.crt';
const users = 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/home/node:/bin/sh\n';

/**
 * Stands for the official image of that name, which is in a registry: the Node.js that runs this, the libraries that it asks
 * for, certificates, and busybox. It is of this machine's architecture.
 */
export async function buildBaseImage(store: ImageStore, name: string): Promise<void> {
  const files = join(store.directory, 'base');
  for (const [from, to] of await filesOfBase()) place(from, join(files, to));
  mkdirSync(join(files, 'bin'), { recursive: true });
  symlinkSync('busybox', join(files, 'bin/sh'));
  for (const empty of ['dev', 'proc', 'sys', 'tmp']) mkdirSync(join(files, empty), { recursive: true });
  mkdirSync(join(files, 'etc'), { recursive: true });
  writeFileSync(join(files, 'etc/passwd'), users);
  const container = await store.buildah(['from', '--quiet', 'scratch']);
  await store.buildah(['add', '--quiet', container, files, '/']);
  await store.buildah(['config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container]);
  await store.buildah(['commit', '--quiet', container, name]);
  await store.buildah(['rm', container]);
}

async function filesOfBase(): Promise<Map<string, string>> {
  const libraries = (await runProgram('ldd', [process.execPath])).match(/\/\S+/g) ?? [];
  return new Map([
    [process.execPath, 'usr/local/bin/node'],
    [busybox, 'bin/busybox'],
    [certificates, certificates],
    ...libraries.map((library): [string, string] => [library, library]),
  ]);
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
