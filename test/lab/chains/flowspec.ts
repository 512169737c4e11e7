import { spawn } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bridge, controller, flowspecRouter, ny1, provider, stationPort } from './topology.ts';

/** ExaBGP tells GoBGP (flowspec, and it has that in its BMP) and ny01emd (next hops) where to lead traffic. */

const commands = join(bridge.directoryOf(controller.name), 'commands');

export async function startFlowspecRouter(): Promise<void> {
  const families = ['ipv4-unicast', 'ipv4-flowspec'].map((name) => ({ config: { 'afi-safi-name': name } }));
  const config = {
    global: { config: { as: provider.asn, 'router-id': flowspecRouter.address } },
    neighbors: [
      { config: { 'neighbor-address': controller.address, 'peer-as': controller.asn }, 'afi-safis': families },
    ],
    'bmp-servers': [
      {
        config: {
          address: bridge.address,
          port: stationPort,
          'route-monitoring-policy': 'all',
          'statistics-timeout': 15,
        },
      },
    ],
  };
  const file = join(bridge.directoryOf(flowspecRouter.name), 'gobgpd.json');
  await writeFile(file, JSON.stringify(config));
  start(flowspecRouter.name, 'gobgpd', '-f', file, '-t', 'json', '--pprof-disable');
}

export async function startController(): Promise<void> {
  const neighbour = (address: string, families: string) =>
    `neighbor ${address} { router-id ${controller.address}; local-address ${controller.address}; local-as ${controller.asn}; peer-as ${provider.asn}; family { ${families} } api { processes [ commands ]; } }`;
  const config = [
    `process commands { run /usr/bin/tail -n +1 -f ${commands}; encoder text; }`,
    neighbour(flowspecRouter.address, 'ipv4 flow;'),
    neighbour(ny1.addresses.trust, 'ipv4 unicast;'),
  ];
  const file = join(bridge.directoryOf(controller.name), 'exabgp.conf');
  await writeFile(file, `${config.join('\n')}\n`);
  await writeFile(commands, '');
  const settings = ['exabgp.daemon.user=root', 'exabgp.api.cli=false', 'exabgp.api.ack=false', 'exabgp.tcp.bind='];
  start(controller.name, 'env', ...settings, 'exabgp', file);
}

/** One line of ExaBGP's API: `announce flow route { … }`, `withdraw route …`. */
export const tellController = (command: string): Promise<void> => appendFile(commands, `${command}\n`);

/** In the foreground: it ends with its namespace. */
function start(router: string, ...command: string[]): void {
  spawn('ip', ['netns', 'exec', bridge.namespaceOf(router), ...command], { stdio: ['ignore', 'ignore', 'inherit'] });
}
