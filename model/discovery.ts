import { announcementStatus, decidingView, isDirect, pipelineOf } from './announcement.ts';
import { elementIdOf, judge, pairingOf } from './element.ts';
import type { Cause, Draft } from './knowledge.ts';
import type { DiscoveryRules } from './rules.ts';
import type { AnnouncementState, AnnouncementView, ElementState, PeerState, RouterState } from './state.ts';
import type { Timings } from './timings.ts';

/**
 * From announcements to elements. Whoever changes a view, a peer or the session says which announcements and elements
 * that touches; `settle` then derives just those anew and emits what became visible.
 */
export class Discovery {
  readonly #draft: Draft;
  readonly #rules: DiscoveryRules;
  readonly #timings: Timings;
  readonly #announcements = new Set<string>();
  readonly #elements = new Map<string, PeerState>();

  constructor(draft: Draft, rules: DiscoveryRules, timings: Timings) {
    this.#draft = draft;
    this.#rules = rules;
    this.#timings = timings;
  }

  /** The announcement itself, and what other peers' views say of the same route (its pipeline). */
  touchRoute(announcement: AnnouncementState): void {
    this.#announcements.add(announcement.id);
    for (const other of this.#sameRoute(announcement)) this.#announcements.add(other.id);
  }

  touchPeer(peer: PeerState): void {
    for (const { id, peerId } of this.#draft.announcements.values()) {
      if (peerId === peer.id) this.#announcements.add(id);
    }
    this.#touchElement(peer);
  }

  touchAll(): void {
    for (const { id } of this.#draft.announcements.values()) this.#announcements.add(id);
    for (const peer of this.#draft.peers.values()) this.#touchElement(peer);
  }

  /** Announcements that wait for their post-policy view to show whether they were accepted. */
  touchUndecided(): void {
    for (const { id, state } of this.#draft.announcements.values()) {
      if (state === 'learning') this.#announcements.add(id);
    }
  }

  /** Removes an announcement's view for a reason that its element will tell. */
  dropView(announcement: AnnouncementState, view: keyof AnnouncementState['views'], reason: string): void {
    const { [view]: _dropped, ...views } = announcement.views;
    this.setViews(announcement, views, reason);
  }

  setViews(announcement: AnnouncementState, views: AnnouncementState['views'], reason: string): void {
    this.#draft.announcements.put({ ...announcement, views });
    this.#draft.losses.set(announcement.id, reason);
    this.touchRoute(announcement);
  }

  settle(cause: Cause): void {
    const router = this.#draft.router;
    if (router === null) return;
    for (const id of this.#announcements) this.#settleAnnouncement(id, router, cause);
    this.#announcements.clear();
    for (const [id, peer] of this.#elements) this.#settleElement(id, peer, router, cause);
    this.#elements.clear();
    this.#draft.losses.clear();
  }

  #settleAnnouncement(id: string, router: RouterState, cause: Cause): void {
    const before = this.#draft.announcements.get(id);
    const peer = before && this.#draft.peers.get(before.peerId);
    if (!before || !peer) return;
    const deciding = decidingView(before);
    if (deciding?.role == null) {
      this.#removeAnnouncement(before, peer, cause);
      return;
    }
    const { role, matchedRule } = deciding;
    const direct = isDirect(peer, before);
    const pipeline = pipelineOf(before, peer, [...this.#sameRoute(before)], this.#draft.peers.values());
    const state = announcementStatus(before, peer, router, cause.at, this.#timings.acceptWithin);
    const { location, vendor, deviceId } = router;
    const after = {
      ...before,
      role,
      matchedRule: matchedRule ?? '',
      direct,
      pipeline,
      state,
      location,
      vendor,
      deviceId,
    };
    this.#announce(before, after, peer, cause);
  }

  #announce(before: AnnouncementState, after: AnnouncementState, peer: PeerState, cause: Cause): void {
    const visible = JSON.stringify(visiblePart(before)) !== JSON.stringify(visiblePart(after));
    const final = visible ? { ...after, lastChanged: cause.at } : after;
    if (JSON.stringify(final) !== JSON.stringify(before)) this.#draft.announcements.put(final);
    if (after.direct && (!before.direct || before.role === '')) {
      this.#draft.emit('announcement.added', after.id, cause, describe(after));
    }
    if (before.role !== '' && before.role !== after.role && after.direct) {
      const data = { ...describe(after), from: before.role, to: after.role };
      this.#draft.emit('element.role-changed', elementIdOf(this.#draft.routerId, peer), cause, data);
      this.#lose(peer, before.role, `now announced as ${after.role}`);
    }
    if (before.state !== after.state && after.state === 'rejected') this.#lose(peer, after.role, 'rejected by policy');
    this.#touchElement(peer);
  }

  #removeAnnouncement(announcement: AnnouncementState, peer: PeerState, cause: Cause): void {
    this.#draft.announcements.delete(announcement.id);
    const reason = this.#draft.losses.get(announcement.id) ?? 'withdrawn';
    if (announcement.role !== '') this.#lose(peer, announcement.role, reason);
    if (announcement.direct) {
      this.#draft.emit('announcement.withdrawn', announcement.id, cause, { ...describe(announcement), reason });
    }
    this.#touchElement(peer);
  }

  #lose(peer: PeerState, role: string, reason: string): void {
    this.#draft.losses.set(`${elementIdOf(this.#draft.routerId, peer)} ${role}`, reason);
  }

  #touchElement(peer: PeerState): void {
    this.#elements.set(elementIdOf(this.#draft.routerId, peer), peer);
  }

  *#sameRoute(announcement: AnnouncementState): Generator<AnnouncementState> {
    for (const other of this.#draft.announcements.values()) {
      if (other.id === announcement.id || other.prefix !== announcement.prefix) continue;
      if (other.family === announcement.family && other.routeDistinguisher === announcement.routeDistinguisher)
        yield other;
    }
  }

  #settleElement(id: string, peer: PeerState, router: RouterState, cause: Cause): void {
    const prior = this.#draft.elements.get(id);
    const peers = [...this.#draft.peers.values()].filter((other) => elementIdOf(router.id, other) === id);
    const peerIds = new Set(peers.map((member) => member.id));
    const members = [...this.#draft.announcements.values()].filter((a) => a.direct && peerIds.has(a.peerId));
    if (!prior && members.length === 0) return;
    const { requiredRoles } = this.#rules;
    const { state, missing } = judge({ router, members, peers, requiredRoles, prior });
    const unchanged = prior?.state === state && prior.missing.join() === missing.join();
    const element: ElementState = {
      id,
      routerId: router.id,
      location: router.location,
      vendor: router.vendor,
      deviceId: router.deviceId,
      pairing: pairingOf(peer),
      interfaces: byRole(members),
      state,
      missing,
      reason: unchanged ? prior.reason : this.#reasonFor(id, state, missing, prior),
      since: prior?.state === state ? prior.since : cause.at,
      firstSeen: prior?.firstSeen ?? cause.at,
      lastChanged: prior?.lastChanged ?? cause.at,
    };
    this.#putElement(prior, element, cause);
  }

  #putElement(prior: ElementState | undefined, element: ElementState, cause: Cause): void {
    if (prior && JSON.stringify(prior) === JSON.stringify(element)) return;
    this.#draft.elements.put({ ...element, lastChanged: cause.at });
    if (prior && !isVisibleChange(prior, element)) return;
    const { state, missing, reason, location, interfaces } = element;
    const data = { from: prior?.state ?? null, to: state, missing, reason, location, interfaces };
    this.#draft.emit('element.state-changed', element.id, cause, data);
  }

  #reasonFor(id: string, state: string, missing: string[], prior: ElementState | undefined): string | null {
    if (state === 'stale')
      return `BMP session lost: ${this.#draft.router?.session.terminationReason ?? 'no word from the router'}`;
    if (state === 'conflict') return 'two peers announce the same role';
    if (missing.length === 0) return null;
    const known = new Map((prior?.reason ?? '').split('; ').map((part) => [part.split(': ')[0] ?? '', part]));
    const told = missing.map((role) => {
      const loss = this.#draft.losses.get(`${id} ${role}`);
      return loss === undefined ? (known.get(role) ?? `${role}: not announced`) : `${role}: ${loss}`;
    });
    return told.join('; ');
  }
}

/** Which sides are missing matters once it is known for certain. */
const isVisibleChange = (before: ElementState, after: ElementState): boolean =>
  before.state !== after.state || (after.state !== 'learning' && before.missing.join() !== after.missing.join());

function byRole(members: readonly AnnouncementState[]): Record<string, string[]> {
  const interfaces: Record<string, string[]> = {};
  for (const { role, id } of members) interfaces[role] = [...(interfaces[role] ?? []), id].sort();
  return interfaces;
}

/** What a reader would call a change: not the token, and not the time of an unchanged re-announcement. */
function visiblePart({ role, state, pipeline, direct, views }: AnnouncementState): unknown {
  const said = (view: AnnouncementView) => [view.nextHop, view.asPath, view.communities];
  return [
    role,
    state,
    pipeline,
    direct,
    Object.entries(views)
      .map(([name, view]) => [name, said(view)])
      .sort(),
  ];
}

const describe = ({ prefix, role, peerId, family, location }: AnnouncementState): Record<string, unknown> => ({
  prefix,
  family,
  role,
  peer: peerId,
  location,
});
