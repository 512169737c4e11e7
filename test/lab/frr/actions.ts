import { configure, vtysh } from './bgpd.ts';
import { bmpTarget, routeMapName } from './config.ts';
import { type Attachment, type Element, management, type Pe } from './topology.ts';

/** What an operator, or bad luck, does to a service element. */

const instanceOf = (element: Element): string => `router bgp ${element.attachments.trust.asn}`;

const network = (element: Element, statement: string): Promise<string> =>
  configure(element.name, instanceOf(element), 'address-family ipv4 unicast', statement);

export const withdraw = (element: Element, side: Attachment, prefix = side.prefix): Promise<string> =>
  network(element, `no network ${prefix}`);

export const announce = (element: Element, side: Attachment): Promise<string> =>
  network(element, `network ${side.prefix}`);

/** One more prefix on a side, tagged like its own. */
export async function announceToo(element: Element, side: Attachment, prefix: string): Promise<void> {
  await configure(element.name, `ip prefix-list ${routeMapName(side)} permit ${prefix}`);
  await network(element, `network ${prefix}`);
}

/** Takes effect at once: the routes are sent again. */
export async function setCommunity(element: Element, side: Attachment, community: string): Promise<void> {
  await configure(element.name, `route-map ${routeMapName(side)} permit 10`, `set community ${community}`);
  await vtysh(element.name, `clear bgp ipv4 unicast ${side.peAddress} soft out`);
}

export const shutSession = (element: Element, side: Attachment): Promise<string> =>
  configure(element.name, instanceOf(element), `neighbor ${side.peAddress} shutdown`);

export const openSession = (element: Element, side: Attachment): Promise<string> =>
  configure(element.name, instanceOf(element), `no neighbor ${side.peAddress} shutdown`);

/** Has a PE speak to one more station. */
export const addStation = (pe: Pe, name: string, port: number): Promise<string> =>
  configure(pe.name, `router bgp ${pe.asn}`, ...bmpTarget(name, management.address, port));

export const removeStation = (pe: Pe, name: string): Promise<string> =>
  configure(pe.name, `router bgp ${pe.asn}`, `no bmp targets ${name}`);
