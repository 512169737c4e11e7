import type { Topology } from '#model/api-chain-rows.ts';
import { PairingKeys } from '#model/discovery/pairing-keys.ts';
import type { DiscoveryRules } from '#model/rules/discovery-rules.ts';
import type { AnnouncementState, ElementState, PeerState, RouterState } from '#model/state.ts';
import { ElementSessions, routersAround } from './element-sessions.ts';

export interface Pictured {
  rules: Pick<DiscoveryRules, 'locations' | 'pairing'>;
  routers: readonly RouterState[];
  peers: readonly PeerState[];
  elements: readonly ElementState[];
  announcements: readonly AnnouncementState[];
}

type Node = Topology['nodes'][number];
type Edge = Topology['edges'][number];

/** Locations with their routers, the sessions of these with elements, and what the elements announce; of one location or of all. */
export function topologyOf(pictured: Pictured, location: string | undefined): Topology {
  const isHere = (code: string): boolean => location === undefined || code === location;
  const routers = pictured.routers.filter((router) => isHere(router.location));
  const elements = pictured.elements.filter((element) => isHere(element.location));
  const codes = new Set([
    ...pictured.rules.locations.map(({ code }) => code).filter(isHere),
    ...[...routers, ...elements].map((thing) => thing.location),
  ]);
  const services = servicesOf(elements, pictured.announcements);
  return {
    nodes: [
      ...[...codes].map((code) => locationNode(code, pictured.rules)),
      ...routers.map(routerNode),
      ...elements.map(elementNode),
      ...services.nodes,
    ].sort(byText(({ id }) => id)),
    edges: [
      ...[...routers, ...elements].map((thing) => contains(thing)),
      ...sessionEdges(pictured, elements, new Set(routers.map(({ id }) => id))),
      ...services.edges,
    ].sort(byText(({ from, to, kind, label }) => [from, to, kind, label].join(' '))),
  };
}

/** Routers and elements go by their own ids, which these cannot be. */
const locationId = (code: string): string => `location:${code}`;
const serviceId = (location: string, prefix: string): string => `service:${location}:${prefix}`;

function locationNode(code: string, { locations }: Pictured['rules']): Node {
  const name = locations.find((each) => each.code === code)?.name;
  return { id: locationId(code), kind: 'location', label: name ?? code, location: code, state: null };
}

const routerNode = ({ id, sysName, location, session }: RouterState): Node => ({
  id,
  kind: 'router',
  label: sysName ?? id,
  location,
  state: session.state,
});

const elementNode = ({ id, pairing, location, state }: ElementState): Node => ({
  id,
  kind: 'element',
  label: pairing.key,
  location,
  state,
});

const contains = ({ id, location }: { id: string; location: string }): Edge => ({
  from: locationId(location),
  to: id,
  kind: 'contains',
  label: '',
  state: null,
});

function sessionEdges(
  { rules, routers, peers, announcements }: Pictured,
  elements: readonly ElementState[],
  shown: ReadonlySet<string>,
): Edge[] {
  const sessions = new ElementSessions(peers, new PairingKeys(rules));
  const known = new Map(announcements.map((announcement) => [announcement.id, announcement]));
  return elements.flatMap((element) => {
    const own = Object.values(element.interfaces).flatMap((ids) => ids.flatMap((id) => known.get(id) ?? []));
    return sessions
      .of(element, own, routersAround(element, routers))
      .filter(({ routerId }) => shown.has(routerId))
      .map(({ routerId, address, state }): Edge => {
        return { from: routerId, to: element.id, kind: 'session', label: address, state };
      });
  });
}

const bestFirst: readonly AnnouncementState['state'][] = ['announced', 'stale', 'learning', 'rejected'];
type Standing = AnnouncementState['state'] | undefined;

const better = (one: Standing, other: AnnouncementState['state']): AnnouncementState['state'] =>
  one !== undefined && bestFirst.indexOf(one) < bestFirst.indexOf(other) ? one : other;

/** A prefix is one node at each location, whoever announces it there, and in the best state that it has with any. */
function servicesOf(elements: readonly ElementState[], announcements: readonly AnnouncementState[]): Topology {
  const known = new Map(announcements.map((announcement) => [announcement.id, announcement]));
  const nodes = new Map<string, Node & { state: Standing }>();
  const edges = new Map<string, Edge & { state: Standing }>();
  for (const { id: from, location, interfaces } of elements) {
    for (const [role, ids] of Object.entries(interfaces)) {
      for (const { prefix, state } of ids.flatMap((id) => known.get(id) ?? [])) {
        const id = serviceId(location, prefix);
        const key = `${from} ${role} ${id}`;
        nodes.set(id, { id, kind: 'service', label: prefix, location, state: better(nodes.get(id)?.state, state) });
        edges.set(key, { from, to: id, kind: 'announces', label: role, state: better(edges.get(key)?.state, state) });
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

const byText =
  <Thing>(textOf: (thing: Thing) => string) =>
  (a: Thing, b: Thing): number =>
    textOf(a) < textOf(b) ? -1 : 1;
