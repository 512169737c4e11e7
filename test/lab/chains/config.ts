import { bmpTarget } from '../frr/config.ts';
import {
  bridge,
  controller,
  type Firewall,
  firewallAsn,
  firewalls,
  type Pe,
  pes,
  provider,
  reflector,
  type Session,
  stationPort,
} from './topology.ts';

/** bgpd.conf of the routers of this lab. */

export const routeMapOf = ({ role }: Session): string => role.toUpperCase();

const instance = (asn: number, bgpId: string): string[] => [
  `router bgp ${asn}`,
  ` bgp router-id ${bgpId}`,
  ' no bgp ebgp-requires-policy',
  ' no bgp network import-check',
];

const neighbour = (address: string, asn: number, source: string): string[] => [
  ` neighbor ${address} remote-as ${asn}`,
  ` neighbor ${address} update-source ${source}`,
  ` neighbor ${address} timers 10 90`,
  ` neighbor ${address} timers connect 1`,
];

/** Without a connection of its own, that FRR could confuse with the other's (`../frr/config.ts`). */
const waitingFor = (address: string, asn: number, source: string): string[] => [
  ...neighbour(address, asn, source),
  ` neighbor ${address} passive`,
];

const family = (statements: string[]): string[] => [
  ' address-family ipv4 unicast',
  ...statements.map((statement) => `  ${statement}`),
  ' exit-address-family',
];

const toStation = bmpTarget('station', bridge.address, stationPort).map((line) => ` ${line}`);

export function peConfig(pe: Pe): string {
  const sessions = firewalls.flatMap((firewall) => firewall.sessions.filter((session) => session.pe === pe));
  const own = pe.addresses.trust;
  return lines([
    `hostname ${pe.name}`,
    // A policy takes effect when the operator says so, and not once more some seconds later.
    'bgp route-map delay-timer 0',
    ...instance(provider.asn, own),
    ...sessions.flatMap(({ address, role }) => waitingFor(address, firewallAsn, pe.addresses[role])),
    ...neighbour(reflector.address, provider.asn, own),
    ...waitingFor(controller.address, controller.asn, own),
    ` neighbor ${controller.address} disable-connected-check`,
    ...family([
      ...[...sessions, reflector, controller].map(({ address }) => `neighbor ${address} soft-reconfiguration inbound`),
      ...[...sessions, controller].map(({ address }) => `neighbor ${address} route-map NOTHING out`),
    ]),
    ...toStation,
    'exit',
    'route-map NOTHING deny 10',
    'exit',
  ]);
}

/** It reflects next hops as they are: what it says of a service route differs from the PE's word by the peer alone. */
export function reflectorConfig(): string {
  const clients = pes.map(({ addresses }) => addresses.trust);
  return lines([
    `hostname ${reflector.name}`,
    ...instance(provider.asn, reflector.address),
    ...clients.flatMap((client) => waitingFor(client, provider.asn, reflector.address)),
    ...family(
      clients.flatMap((client) => [
        `neighbor ${client} route-reflector-client`,
        `neighbor ${client} soft-reconfiguration inbound`,
      ]),
    ),
    ...toStation,
    'exit',
  ]);
}

export function firewallConfig({ hostName, bgpId, sessions }: Firewall): string {
  return lines([
    `hostname ${hostName}`,
    ...instance(firewallAsn, bgpId),
    ...sessions.flatMap(({ pe, role, address }) => neighbour(pe.addresses[role], provider.asn, address)),
    ...family([
      ...sessions.map(({ prefix }) => `network ${prefix}`),
      ...sessions.map(
        (session) => `neighbor ${session.pe.addresses[session.role]} route-map ${routeMapOf(session)} out`,
      ),
    ]),
    'exit',
    ...sessions.flatMap(sidePolicy),
  ]);
}

function sidePolicy(session: Session): string[] {
  const name = routeMapOf(session);
  const { prefix, community, largeCommunity } = session;
  return [
    `ip prefix-list ${name} permit ${prefix}`,
    `route-map ${name} permit 10`,
    ` match ip address prefix-list ${name}`,
    ` set community ${community}`,
    ...(largeCommunity === null ? [] : [` set large-community ${largeCommunity}`]),
    'exit',
  ];
}

const lines = (all: string[]): string => `${all.join('\n')}\n`;
