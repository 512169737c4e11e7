import { BgpdHost } from '../bgpd-host.ts';
import { firewallConfig, peConfig, reflectorConfig } from './config.ts';
import { startController, startFlowspecRouter } from './flowspec.ts';
import { bridge, controller, type Firewall, firewalls, flowspecRouter, pes, reflector, twin } from './topology.ts';

export const bgpd = new BgpdHost(bridge);

/** Everything but the twin, from whatever state it was in. */
export async function up(): Promise<void> {
  await bridge.create([
    ...pes.map(({ name, addresses }) => ({ name, addresses: [addresses.trust, addresses.untrust] })),
    ...firewalls.map(({ name, sessions }) => ({ name, addresses: sessions.map(({ address }) => address) })),
    ...[reflector, flowspecRouter, controller].map(({ name, address }) => ({ name, addresses: [address] })),
  ]);
  await Promise.all([
    ...pes.map((pe) => bgpd.start(pe.name, peConfig(pe))),
    bgpd.start(reflector.name, reflectorConfig()),
    ...firewalls.filter((firewall) => firewall !== twin).map(startFirewall),
    startFlowspecRouter(),
    startController(),
  ]);
}

export const startFirewall = (firewall: Firewall): Promise<void> => bgpd.start(firewall.name, firewallConfig(firewall));

/** Leaves no process, namespace, interface or file of the lab behind. */
export const down = (): Promise<void> => bridge.destroy();
