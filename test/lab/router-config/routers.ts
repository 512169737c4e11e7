import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command.ts';
import { directoryOf, namespaceOf, type Router } from './network.ts';

/** Announces one prefix to each of the routers that are looked at. */
export const speaker: Router = { name: 'speaker', address: '198.18.254.2', asn: 64_500 };
export const prefix = '203.0.113.0/24';

export const frr: Router = { name: 'frr', address: '198.18.254.3', asn: 64_501 };
export const gobgp: Router = { name: 'gobgp', address: '198.18.254.4', asn: 64_502 };
export const bird: Router = { name: 'bird', address: '198.18.254.5', asn: 64_503 };

export const routers = [speaker, frr, gobgp, bird] as const;

export const startSpeaker = (): Promise<void> =>
  startBgpd(speaker, [
    ...[frr, gobgp, bird].map(({ address, asn }) => ` neighbor ${address} remote-as ${asn}`),
    ' address-family ipv4 unicast',
    `  network ${prefix}`,
    ' exit-address-family',
  ]);

/** bgpd as it is before the snippet, which is then typed in as an operator would. */
export async function startFrr(snippet: string): Promise<void> {
  await startBgpd(frr, [
    ` neighbor ${speaker.address} remote-as ${speaker.asn}`,
    ` neighbor ${speaker.address} timers connect 1`,
    ' address-family ipv4 unicast',
    `  neighbor ${speaker.address} soft-reconfiguration inbound`,
    ' exit-address-family',
  ]);
  const said = await vtysh(frr, 'configure terminal', ...snippet.trimEnd().split('\n'), 'end');
  if (/^%/m.test(said)) throw new Error(`FRR refuses a line: ${said}`);
}

export const vtysh = (router: Router, ...commands: string[]): Promise<string> =>
  run('vtysh', '--vty_socket', directoryOf(router), ...commands.flatMap((line) => ['-c', line]));

async function startBgpd(router: Router, lines: readonly string[]): Promise<void> {
  const config = await write(router, 'bgpd.conf', [
    `hostname ${router.name}`,
    `router bgp ${router.asn}`,
    ` bgp router-id ${router.address}`,
    ' no bgp ebgp-requires-policy',
    ' no bgp network import-check',
    ...lines,
    'exit',
  ]);
  const files = ['-f', config, '-i', `${directoryOf(router)}/bgpd.pid`, '--vty_socket', directoryOf(router)];
  await run('ip', ...inNamespace(router, '/usr/lib/frr/bgpd', '-M', 'bmp', '-Z', '-S', '-P', '0', ...files, '-d'));
}

export async function startGobgp(snippet: string): Promise<void> {
  const config = await write(gobgp, 'gobgpd.toml', [
    '[global.config]',
    `  as = ${gobgp.asn}`,
    `  router-id = "${gobgp.address}"`,
    '[[neighbors]]',
    '  [neighbors.config]',
    `    neighbor-address = "${speaker.address}"`,
    `    peer-as = ${speaker.asn}`,
    snippet,
  ]);
  start(gobgp, 'gobgpd', '-f', config, '-t', 'toml', '--pprof-disable');
}

/** Debian 12's `bird` was built without the protocol. */
export function birdKnowsBmp(): boolean {
  const scratch = mkdtempSync(join(tmpdir(), 'rcfg-'));
  const config = join(scratch, 'bird.conf');
  writeFileSync(config, `router id ${bird.address};\nprotocol bmp { station address ip 192.0.2.1 port 1; }\n`);
  const { status } = spawnSync('bird', ['-p', '-c', config]);
  rmSync(scratch, { recursive: true });
  return status === 0;
}

/** Without an import table: with one, BIRD 3.3.2 aborts at the first route that it should send. */
export async function startBird(snippet: string): Promise<void> {
  const config = await write(bird, 'bird.conf', [
    `router id ${bird.address};`,
    'protocol device {}',
    'protocol bgp speaker {',
    `  local ${bird.address} as ${bird.asn};`,
    `  neighbor ${speaker.address} as ${speaker.asn};`,
    '  ipv4 { import all; export none; };',
    '}',
    snippet,
  ]);
  start(bird, 'bird', '-f', '-c', config, '-s', `${directoryOf(bird)}/bird.ctl`);
}

/** In the foreground: it ends with its namespace. */
function start(router: Router, ...command: string[]): void {
  spawn('ip', inNamespace(router, ...command), { stdio: ['ignore', 'ignore', 'inherit'] });
}

const inNamespace = (router: Router, ...command: string[]): string[] => [
  'netns',
  'exec',
  namespaceOf(router),
  ...command,
];

async function write(router: Router, name: string, lines: readonly string[]): Promise<string> {
  const file = `${directoryOf(router)}/${name}`;
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}
