import { BgpdHost } from '../bgpd-host.ts';
import { eventually } from '../eventually.ts';
import { firewallConfig, peConfig, reflectorConfig } from './config.ts';
import { startController, startFlowspecRouter } from './flowspec.ts';
import {
  bridge,
  controller,
  type Firewall,
  firewalls,
  flowspecRouter,
  type Pe,
  pes,
  reflector,
  twin,
} from './topology.ts';

export const bgpd = new BgpdHost(bridge);

/** Everything but the twin, from whatever state it was in, with every route where it belongs. */
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
  await Promise.all(pes.map(untilHeard));
}

/** `show bgp ipv4 unicast summary json`, as far as it is read. */
interface Summary {
  peers: Record<string, { state: string; pfxRcd?: number }>;
}

/** So that the first dump of a PE is the whole story: what comes later is half an element until its other side has come too. */
async function untilHeard(pe: Pe): Promise<void> {
  const attached = firewalls.filter((firewall) => firewall !== twin).flatMap(({ sessions }) => sessions);
  const own = attached.filter((session) => session.pe === pe);
  await eventually(30, async () => {
    const { peers }: Summary = JSON.parse(await bgpd.vtysh(pe.name, 'show bgp ipv4 unicast summary json'));
    for (const { address } of [...own, reflector]) {
      const { state = 'unknown', pfxRcd = 0 } = peers[address] ?? {};
      if (state !== 'Established' || pfxRcd === 0)
        throw new Error(`${pe.name}: ${address} ${state}, ${pfxRcd} prefixes`);
    }
  });
}

export const startFirewall = (firewall: Firewall): Promise<void> => bgpd.start(firewall.name, firewallConfig(firewall));

/** Leaves no process, namespace, interface or file of the lab behind. */
export const down = (): Promise<void> => bridge.destroy();
