import { PairingKeys } from '#model/discovery/pairing-keys.ts';
import type { AnnouncementState, ElementState, PeerState, RouterState } from '#model/state.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { type RulesVersion, readCurrentRules, readRules } from '../../rules-book.ts';
import { Problem } from '../http/problem.ts';
import { servedPeers } from '../routers/served-peers.ts';
import { isShown } from './announcement-rows.ts';
import { ElementSessions, routersAround } from './element-sessions.ts';
import { type KnownElements, readElements } from './known-elements.ts';

/** All that an element's state follows from, as it lies in the table. */
export interface ElementPremises {
  element: ElementState;
  /** What each router sees of it, where several do. */
  parts: readonly ElementState[];
  /** By which its router's state is derived. */
  rules: RulesVersion;
  routers: RouterState[];
  /** Sessions that announce it, or would. */
  peers: PeerState[];
  /** Its own, live or not. */
  announcements: AnnouncementState[];
  /** Where the sessions of another side could be, if it has one. */
  around: Surroundings;
  /** Of all routers: who else has its prefixes. */
  allAnnouncements: readonly AnnouncementState[];
}

export interface Surroundings {
  peers: readonly PeerState[];
  announcements: readonly AnnouncementState[];
}

/** @throws Problem 404 */
export async function readPremises(store: Store, id: string): Promise<ElementPremises> {
  const [known, allAnnouncements, allRouters, allPeers] = await Promise.all([
    readElements(store),
    readAll(store, 'announcement'),
    readAll(store, 'router'),
    readAll(store, 'peer'),
  ]);
  const element = known.whole.find((each) => each.id === id);
  if (element === undefined) throw noElement(id, known);
  const rules = await rulesOf(store, allRouters, element);
  const own = new Set(Object.values(element.interfaces).flat());
  const announcements = allAnnouncements.filter((announcement) => own.has(announcement.id));
  const routerIds = routersAround(element, allRouters);
  const peersAround = servedPeers(allPeers, allRouters).filter(({ routerId }) => routerIds.includes(routerId));
  const peers = new ElementSessions(peersAround, new PairingKeys(rules.rules)).of(element, announcements, routerIds);
  const itsRouters = new Set([...known.routersOf(element), ...peers.map(({ routerId }) => routerId)]);
  return {
    element,
    parts: known.partsOf(id),
    rules,
    routers: allRouters.filter((router) => itsRouters.has(router.id)),
    peers,
    announcements,
    around: {
      peers: peersAround.filter(({ type }) => type !== 'loc-rib'),
      announcements: allAnnouncements.filter((each) => routerIds.includes(each.routerId) && isShown(each)),
    },
    allAnnouncements,
  };
}

export function noElement(id: string, known: KnownElements): Problem {
  const span = known.spanOf(id);
  const detail = span === undefined ? `There is no element ${id}.` : `${id} is what one router sees of ${span}.`;
  return new Problem('not-found', detail);
}

/** A version that is not there any more: a table that was restored has lost the newest. */
async function rulesOf(store: Store, routers: readonly RouterState[], { routerId }: ElementState) {
  const version = routers.find(({ id }) => id === routerId)?.rulesVersion;
  const read = version === undefined ? undefined : await readRules(store, version);
  return read ?? readCurrentRules(store);
}
