import equal from 'fast-deep-equal';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { mostOfPeer, mostOfRouter, noteFull } from './apply-routes.ts';
import { dropSteering, leadingOf, noteSteering, withdrawSteering } from './apply-steering.ts';
import { announcementId, newAnnouncement } from './discovery/announcement.ts';
import { Discovery } from './discovery/discovery.ts';
import { sayingOf } from './discovery/saying.ts';
import type { Cause, Draft } from './knowledge.ts';
import type { AttributeSet } from './record.ts';
import { noteLocation } from './router-findings.ts';
import type { CompiledRules } from './rules/compiled-rules.ts';
import type { AnnouncementState, AnnouncementView, PeerState } from './state.ts';
import { steeringId } from './steering/steering-targets.ts';
import type { Timings } from './timings.ts';
import type { Token } from './token.ts';

/** A route at one peer as the RIB has it, of which at least one view matters to the rules. */
export interface StoredRoute {
  peerId: string;
  family: string;
  nlri: Nlri;
  views: Partial<Record<View, StoredView>>;
}

export interface StoredView {
  token: Token;
  at: number;
  attributes: AttributeSet;
}

export interface RulesChange {
  rules: CompiledRules;
  timings: Timings;
  /** All routes of the router that matter to the new rules. */
  stored: readonly StoredRoute[];
}

/**
 * Derives a router's state by other rules, from what is stored: no router has to say anything again. What was derived by the
 * former rules and is none by these goes as a withdrawn route does. Stops once the draft holds about `enough` changes, and is false
 * then: called again on what came of it, it goes on with the rest.
 */
export function applyRules(draft: Draft, given: RulesChange, { token, at }: Cause, enough: number): boolean {
  const cause: Cause = { token, at, byOperator: true };
  const router = draft.router;
  if (router === null) return true;
  const { rules, timings } = given;
  const change: Change = { draft, discovery: new Discovery(draft, rules, timings), rules, cause };
  const named = rules.nameRouter({ ...router, routerId: router.id });
  draft.putRouter({ ...router, ...named });
  if (!noteRoles(change, given.stored, enough)) return false;
  noteLocation(change, named.location, cause);
  noteAllSteering(change, given.stored);
  change.discovery.touchAll();
  change.discovery.settle(cause);
  draft.putRouter({ ...router, ...named, rulesVersion: rules.version });
  draft.emitOfRouter('rules.applied', cause, { version: rules.version, location: named.location });
  return true;
}

interface Change {
  draft: Draft;
  discovery: Discovery;
  rules: CompiledRules;
  cause: Cause;
}

/** What an announcement's views say by the new rules; none: it is no announcement by them. */
interface Retold {
  announcement: AnnouncementState;
  views: AnnouncementState['views'];
}

function noteRoles(change: Change, stored: readonly StoredRoute[], enough: number): boolean {
  const { draft, discovery, rules, cause } = change;
  const reason = `no role by version ${rules.version} of the rules`;
  const different = retoldRoutes(change, stored).filter(({ announcement, views }) => !equal(announcement.views, views));
  for (const [index, { announcement, views }] of different.entries()) {
    discovery.setViews(draft.announcements.get(announcement.id) ?? announcement, views, reason);
    if ((index + 1) % Math.ceil(enough / 2) !== 0) continue;
    discovery.settle(cause);
    if (draft.changeCount >= enough && index + 1 < different.length) return false;
  }
  return true;
}

/** Those of an element stand together, so that it changes at once. */
function retoldRoutes(change: Change, stored: readonly StoredRoute[]): Retold[] {
  const { draft, cause } = change;
  const counted = countedRoutes(change, stored);
  const gone = [...draft.announcements.values()].filter(({ id }) => !counted.has(id));
  const kept = [...counted].map(([id, { peer, route, said }]): Retold => {
    const known = draft.announcements.get(id);
    const announcement = known ?? newAnnouncement(id, peer, route.family, route.nlri, cause);
    return { announcement, views: retold(said, known) };
  });
  const all = [...gone.map((announcement): Retold => ({ announcement, views: {} })), ...kept];
  const placeOf = ({ announcement: { elementId, id } }: Retold): string => `${elementId ?? ''} ${id}`;
  return all.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}

interface CountedRoute {
  peer: PeerState;
  route: StoredRoute;
  said: AnnouncementState['views'];
}

/** Those that are announcements by these rules, by id: as many as are kept, and rather those that are known. */
function countedRoutes(change: Change, stored: readonly StoredRoute[]): Map<string, CountedRoute> {
  const { draft, cause } = change;
  const found = stored.flatMap((route): [string, CountedRoute][] => {
    const peer = draft.peers.get(route.peerId);
    const said = peer && rolesOf(change, peer, route);
    return said ? [[announcementId(peer.id, route.family, route.nlri), { peer, route, said }]] : [];
  });
  const isKnown = ([id]: [string, CountedRoute]): boolean => draft.announcements.get(id) !== undefined;
  const counted = new Map<string, CountedRoute>();
  const ofPeer = new Map<string, number>();
  for (const [id, each] of [...found.filter(isKnown), ...found.filter((other) => !isKnown(other))]) {
    const { peer } = each;
    const before = ofPeer.get(peer.id) ?? 0;
    if (before >= mostOfPeer || counted.size >= mostOfRouter) noteFull(change, peer, cause);
    else counted.set(id, each);
    ofPeer.set(peer.id, before + 1);
  }
  return counted;
}

/** What each view says of the route; null where none of them has a role or a tag. */
function rolesOf({ rules }: Change, peer: PeerState, route: StoredRoute): AnnouncementState['views'] | null {
  if (route.nlri.nlri !== null) return null;
  const views = Object.entries(route.views).map(([view, { token, at, attributes }]): [string, AnnouncementView] => {
    const match = rules.roleOf(attributes, peer, route.family)?.(route.nlri) ?? null;
    return [view, { token, at, ...sayingOf(attributes, match) }];
  });
  return views.some(([, { tagged }]) => tagged) ? Object.fromEntries(views) : null;
}

/** The base keeps no exact token: where a view was known, it is of the time that was known. */
function retold(said: AnnouncementState['views'], known: AnnouncementState | undefined): AnnouncementState['views'] {
  const views = Object.entries(said).map(([name, view]): [string, AnnouncementView] => {
    const before = known?.views[name as View];
    return [name, before ? { ...view, token: before.token, at: before.at } : view];
  });
  return Object.fromEntries(views);
}

function noteAllSteering({ draft, rules, cause }: Change, stored: readonly StoredRoute[]): void {
  const seen = new Set<string>();
  for (const { peerId, family, nlri, views } of stored) {
    const peer = draft.peers.get(peerId);
    if (peer === undefined) continue;
    for (const [name, { token, at, attributes }] of Object.entries(views)) {
      const speaker = { peer, view: name as View, family };
      const targets = leadingOf(attributes, speaker, rules)?.(nlri) ?? [];
      if (targets.length > 0) seen.add(steeringId(peerId, family, nlri));
      if (targets.length > 0) noteSteering(draft, speaker, nlri, targets, cause, { token, at });
      else withdrawSteering(draft, speaker, nlri, cause);
    }
  }
  for (const steering of [...draft.steering.values()]) {
    if (!seen.has(steering.id)) dropSteering(draft, steering, cause);
  }
}
