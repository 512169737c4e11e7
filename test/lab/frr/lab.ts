import { rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { labDirectory, startBgpd, vtysh } from './bgpd.ts';
import { elementConfig, peConfig } from './config.ts';
import { createNetwork, destroyNetwork, existingNamespaces } from './namespaces.ts';
import { management, pes, stationPort } from './topology.ts';

/** Brings the reference lab up, from whatever state it was in. Its PEs dial `management.address`, port `stationPort`. */
export async function up(): Promise<void> {
  await down();
  await createNetwork();
  const routers = pes.flatMap((pe) => [
    { name: pe.name, config: peConfig(pe) },
    ...pe.elements.map((element) => ({ name: element.name, config: elementConfig(pe, element) })),
  ]);
  await Promise.all(routers.map(({ name, config }) => startBgpd(name, config)));
}

/** Leaves no process, namespace, interface or file of the lab behind. */
export async function down(): Promise<void> {
  await destroyNetwork();
  await rm(labDirectory, { recursive: true, force: true });
}

/** What each PE says of its sessions and of its BMP connection. */
export async function status(): Promise<string> {
  if ((await existingNamespaces()).length === 0) return 'The lab is down.\n';
  const reports = await Promise.all(pes.map(({ name }) => vtysh(name, 'show bgp summary', 'show bmp')));
  return pes.map(({ name }, index) => `== ${name} ==\n${reports[index]}`).join('\n');
}

const commands: Record<string, () => Promise<string>> = {
  up: async () => {
    await up();
    return `The lab is up; its PEs dial ${management.address}:${stationPort}.\n`;
  },
  down: async () => {
    await down();
    return 'The lab is down.\n';
  },
  status,
};

const isProgram = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isProgram) {
  const command = commands[process.argv[2] ?? ''];
  if (command === undefined) {
    process.stderr.write(`usage: node test/lab/frr/lab.ts ${Object.keys(commands).join('|')}\n`);
    process.exitCode = 2;
  } else {
    process.stdout.write(await command());
  }
}
