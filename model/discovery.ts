import equal from 'fast-deep-equal';
import { announcementStatus, decidingView, isDirect, pipelineOf } from './announcement.ts';
import { deriveElement } from './derive-element.ts';
import { elementIdOf } from './element.ts';
import type { Cause, Draft } from './knowledge.ts';
import type { DiscoveryRules } from './rules.ts';
import type { AnnouncementState, PeerState, RouterState } from './state.ts';
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
    for (const { id } of this.#draft.announcements.ofRoute(announcement)) this.#announcements.add(id);
  }

  touchPeer(peer: PeerState): void {
    for (const { id } of this.#draft.announcements.ofPeer(peer.id)) this.#announcements.add(id);
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
    for (const peer of this.#elements.values()) deriveElement(this.#draft, peer, router, this.#rules, cause);
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
    const pipeline = pipelineOf(before, peer, this.#draft.announcements.ofRoute(before), this.#draft.peers.values());
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
    const visible = !equal(visiblePart(before), visiblePart(after));
    const final = visible ? { ...after, lastChanged: cause.at } : after;
    if (!equal(final, before)) this.#draft.announcements.put(final);
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
}

/** What a reader would call a change: not the token, and not the time of an unchanged re-announcement. */
function visiblePart({ role, state, pipeline, direct, views }: AnnouncementState): unknown {
  const said = Object.entries(views).map(([name, { nextHop, asPath, communities }]) => [
    name,
    { nextHop, asPath, communities },
  ]);
  return { role, state, pipeline, direct, said: Object.fromEntries(said) };
}

const describe = ({ prefix, role, peerId, family, location }: AnnouncementState): Record<string, unknown> => ({
  prefix,
  family,
  role,
  peer: peerId,
  location,
});
