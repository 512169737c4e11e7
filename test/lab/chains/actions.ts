import { run } from '../command.ts';
import { routeMapOf } from './config.ts';
import { bgpd } from './lab.ts';
import { bridge, type Firewall, firewallAsn, type Pe, provider, type Session } from './topology.ts';

/** What happens to firewalls, and what an operator does to a PE. */

const network = (firewall: Firewall, statement: string): Promise<string> =>
  bgpd.configure(firewall.name, `router bgp ${firewallAsn}`, 'address-family ipv4 unicast', statement);

export const withdraw = (firewall: Firewall, { prefix }: Session): Promise<string> =>
  network(firewall, `no network ${prefix}`);

export const announce = (firewall: Firewall, { prefix }: Session): Promise<string> =>
  network(firewall, `network ${prefix}`);

/** One more prefix on a side, tagged like its own. */
export async function announceToo(firewall: Firewall, session: Session, prefix: string): Promise<void> {
  await bgpd.configure(firewall.name, `ip prefix-list ${routeMapOf(session)} permit ${prefix}`);
  await network(firewall, `network ${prefix}`);
}

export const withdrawAlso = (firewall: Firewall, prefix: string): Promise<string> =>
  network(firewall, `no network ${prefix}`);

/** What its route map sets, `community 13979:100`; takes effect at once, as the routes are sent again. */
export async function setOn(firewall: Firewall, session: Session, what: string): Promise<void> {
  await bgpd.configure(firewall.name, `route-map ${routeMapOf(session)} permit 10`, `set ${what}`);
  const peer = session.pe.addresses[session.role];
  await bgpd.vtysh(firewall.name, `clear bgp ipv4 unicast ${peer} soft out`);
}

/** The PE's import policy denies all that the session brings. */
export async function refuse({ pe, address }: Session): Promise<void> {
  await bgpd.configure(pe.name, 'route-map REFUSED deny 10');
  await importPolicy(pe.name, `neighbor ${address} route-map REFUSED in`);
  await bgpd.vtysh(pe.name, `clear bgp ipv4 unicast ${address} soft in`);
}

export async function accept({ pe, address }: Session): Promise<void> {
  await importPolicy(pe.name, `no neighbor ${address} route-map REFUSED in`);
  await bgpd.vtysh(pe.name, `clear bgp ipv4 unicast ${address} soft in`);
}

const importPolicy = (pe: string, statement: string): Promise<string> =>
  bgpd.configure(pe, `router bgp ${provider.asn}`, 'address-family ipv4 unicast', statement);

/** Destroys a PE's TCP connection to the station: it connects anew, and dumps all that it has. */
export const resetConnection = ({ name }: Pe): Promise<string> =>
  run('ip', 'netns', 'exec', bridge.namespaceOf(name), 'ss', '-K', 'dst', bridge.address);
