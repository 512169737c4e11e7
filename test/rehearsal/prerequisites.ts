import { existsSync } from 'node:fs';
import { busybox } from './base-image.ts';
import { runProgram } from './program.ts';

/** Why a part cannot run on this machine, null where it can. */
export interface Prerequisites {
  account: string | null;
  image: string | null;
}

export async function prerequisites(): Promise<Prerequisites> {
  return { account: await lackOfAccount(), image: await lackOfImage() };
}

async function lackOfAccount(): Promise<string | null> {
  try {
    await runProgram('python3', ['-c', 'import moto.server'], { timeoutMilliseconds: 30_000 });
    return null;
  } catch {
    return 'there is no account on this machine: python3 cannot import moto.server (pip install "moto[server,all]")';
  }
}

async function lackOfImage(): Promise<string | null> {
  if (process.geteuid?.() !== 0) return 'an image is built and run as root';
  const programs = { buildah: '/usr/bin/buildah', 'busybox-static': busybox, 'util-linux': '/usr/bin/unshare' };
  const missing = Object.entries(programs).filter(([, file]) => !existsSync(file));
  if (missing.length > 0) return `needs the Debian packages ${missing.map(([name]) => name).join(', ')}`;
  const namespaces = ['--mount', '--pid', '--fork', 'mount', '--make-rprivate', '/'];
  return runProgram('unshare', namespaces).then(
    () => null,
    () => 'this root may not make namespaces of its own',
  );
}
