import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program the lab needs, and the Debian package that brings it. */
export interface Tool {
  program: string;
  debianPackage: string;
}

export const tools = {
  bgpd: { program: '/usr/lib/frr/bgpd', debianPackage: 'frr' },
  vtysh: { program: 'vtysh', debianPackage: 'frr' },
  ip: { program: 'ip', debianPackage: 'iproute2' },
  ss: { program: 'ss', debianPackage: 'iproute2' },
  gobgpd: { program: 'gobgpd', debianPackage: 'gobgpd' },
  gobgp: { program: 'gobgp', debianPackage: 'gobgpd' },
  exabgp: { program: 'exabgp', debianPackage: 'exabgp' },
  nc: { program: 'nc', debianPackage: 'netcat-openbsd' },
  tshark: { program: 'tshark', debianPackage: 'tshark' },
} as const satisfies Record<string, Tool>;

/** What keeps a suite from running here, one sentence each; empty when nothing does. */
export function missing(needed: readonly Tool[], needsRoot = false): string[] {
  const absent = needed.filter(({ program }) => !isExecutable(program));
  const packages = [...new Set(absent.map(({ debianPackage }) => debianPackage))];
  const sentences = packages.map((name) => `${programsOf(absent, name)} is not here: apt-get install ${name}`);
  const user = needsRoot && process.geteuid?.() !== 0 ? [rootSentence] : [];
  return [...sentences, ...user];
}

const rootSentence =
  'network namespaces need root: run as root, or as any user with test/lab/unprivileged.sh npm run test:lab';

const programsOf = (absent: readonly Tool[], debianPackage: string): string =>
  absent
    .filter((tool) => tool.debianPackage === debianPackage)
    .map(({ program }) => program)
    .join(', ');

/**
 * True when a suite must be skipped: something is missing and LAB_OPTIONAL=1 allows that.
 * Throws, naming the packages, when something is missing and the lab is not optional.
 */
export function skipForLackOf(needed: readonly Tool[], { needsRoot = false } = {}): boolean {
  const lacks = missing(needed, needsRoot);
  if (lacks.length === 0) return false;
  const message = lacks.join('\n');
  if (process.env.LAB_OPTIONAL !== '1') throw new Error(`${message}\n(LAB_OPTIONAL=1 skips instead)`);
  console.warn(`skipped: ${message}`);
  return true;
}

function isExecutable(program: string): boolean {
  const directories = program.startsWith('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  return directories.some((directory) => canExecute(join(directory, program)));
}

function canExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
