import equal from 'fast-deep-equal';
import type { Cause, Draft } from '../knowledge.ts';
import type { CompiledRules } from '../rules/compiled-rules.ts';
import type { AnnouncementState, AnnouncementView, PeerState, RouterState } from '../state.ts';
import type { Timings } from '../timings.ts';
import { announcementStatus, decidingView, isDirect, isLive, pipelineOf } from './announcement.ts';
import { deriveElement } from './derive-element.ts';
import { clearOtherConflicts, clearRole, noteConflict, noteRole } from './discovery-findings.ts';
import { elementIdOf } from './element.ts';
import { Membership, type TouchedElement } from './membership.ts';

/**
 * From announcements to elements. Whoever changes a view, a peer or the session says which announcements and elements
 * that touches; `settle` then derives just those anew and emits what became visible.
 */
export class Discovery {
  readonly #draft: Draft;
  readonly #rules: CompiledRules;
  readonly #timings: Timings;
  readonly #membership: Membership;
  readonly #announcements = new Set<string>();
  /** Those of which a view says something else than before. */
  readonly #saidAnew = new Set<string>();
  /** By id; how their sessions are recognised is known of those that were paired anew. */
  readonly #elements = new Map<string, TouchedElement>();
  #all = false;

  constructor(draft: Draft, rules: CompiledRules, timings: Timings) {
    this.#draft = draft;
    this.#rules = rules;
    this.#timings = timings;
    this.#membership = new Membership(draft, rules);
  }

  /** The announcement itself, and what other peers' views say of the same route (its pipeline). */
  touchRoute(announcement: AnnouncementState): void {
    for (const { id } of this.#draft.announcements.ofRoute(announcement)) this.#announcements.add(id);
  }

  touchPeer(peer: PeerState): void {
    this.#membership.touchPeer(peer);
    for (const announcement of this.#draft.announcements.ofPeer(peer.id)) {
      this.#announcements.add(announcement.id);
      this.#membership.touch(announcement);
      this.#touchElement(announcement.elementId);
    }
    for (const key of this.#rules.pairing.ofPeer(peer)) this.#touchElement(elementIdOf(this.#draft.routerId, key));
  }

  touchAll(): void {
    this.#all = true;
    for (const announcement of this.#draft.announcements.values()) {
      this.#announcements.add(announcement.id);
      this.#membership.touch(announcement);
    }
    for (const { id } of this.#draft.elements.values()) this.#touchElement(id);
  }

  /**
   * Announcements that wait for their post-policy view to show whether they were accepted; elements that may have come to rest,
   * and those that wait for the dumps of others' sessions, which may bring a side of theirs.
   */
  touchUndecided(): void {
    for (const { id, state } of this.#draft.announcements.values()) {
      if (state === 'learning') this.#announcements.add(id);
    }
    for (const { id, state, flap } of this.#draft.elements.values()) {
      if (flap.flapping || state === 'learning') this.#touchElement(id);
    }
  }

  /** Removes an announcement's view for a reason that its element will tell. */
  dropView(announcement: AnnouncementState, view: keyof AnnouncementState['views'], reason: string): void {
    const { [view]: _dropped, ...views } = announcement.views;
    this.setViews(announcement, views, reason);
  }

  setViews(announcement: AnnouncementState, views: AnnouncementState['views'], reason: string): void {
    if (!equal(saidIn(announcement.views), saidIn(views))) this.#saidAnew.add(announcement.id);
    this.#membership.beforeChange();
    this.#draft.announcements.put({ ...announcement, views });
    this.#draft.losses.set(announcement.id, reason);
    this.touchRoute(announcement);
  }

  settle(cause: Cause): void {
    const router = this.#draft.router;
    if (router === null) return;
    for (const id of this.#announcements) this.#settleAnnouncement(id, router, cause);
    this.#announcements.clear();
    this.#saidAnew.clear();
    const { elements, judgements } = this.#membership.settle();
    for (const touched of elements) this.#elements.set(touched.id, touched.pairing ? touched : this.#known(touched));
    for (const judgement of judgements) noteConflict(this.#draft, judgement, cause);
    if (this.#all) clearOtherConflicts(this.#draft, judgements, cause);
    this.#all = false;
    const derivation = {
      draft: this.#draft,
      timings: this.#timings,
      router,
      rules: this.#rules,
      membership: this.#membership,
      cause,
    };
    for (const touched of this.#elements.values()) deriveElement(derivation, touched);
    this.#elements.clear();
    this.#draft.losses.clear();
    this.#draft.left.clear();
  }

  #settleAnnouncement(id: string, router: RouterState, cause: Cause): void {
    const before = this.#draft.announcements.get(id);
    const peer = before && this.#draft.peers.get(before.peerId);
    if (!before || !peer) return;
    const deciding = decidingView(before, this.#rules.rules.viewPreference);
    if (deciding === undefined) {
      this.#removeAnnouncement(before, cause);
      return;
    }
    const role = deciding.role ?? '';
    const direct = isDirect(peer, before);
    const pipeline = pipelineOf(before, peer, this.#draft.announcements.ofRoute(before), this.#draft.peers.values());
    const state = announcementStatus(before, peer, router, cause.at, this.#timings.acceptWithin);
    const { location, vendor, deviceId } = router;
    const after = {
      ...before,
      role,
      matchedRule: deciding.matchedRule ?? '',
      direct,
      pipeline,
      state,
      location,
      vendor,
      deviceId,
      elementId: direct && role !== '' ? before.elementId : null,
    };
    this.#announce(before, after, peer, deciding, cause);
  }

  #announce(
    before: AnnouncementState,
    after: AnnouncementState,
    peer: PeerState,
    deciding: AnnouncementView,
    cause: Cause,
  ): void {
    const visible = this.#saidAnew.has(after.id) || !equal(visiblePart(before), visiblePart(after));
    const final = visible ? { ...after, lastChanged: cause.at } : after;
    if (!equal(final, before)) this.#draft.announcements.put(final);
    const counted = countsFor(before);
    if (countsFor(after) && !counted) this.#draft.emit('announcement.added', after.id, cause, describe(after));
    if (counted && !countsFor(after)) this.#withdraw(before, after, cause);
    else if (counted && before.role !== after.role) this.#changeRole(before, after, cause);
    if (before.state !== after.state && after.state === 'rejected') this.#lose(before, 'rejected by policy');
    // A withdraw may take one view now and the other later: why is known from the first.
    if (counted && isLive(before) && !isLive(after)) this.#lose(before, this.#draft.losses.get(before.id));
    noteRole(this.#draft, after, peer, deciding, cause);
    this.#membership.touch(after);
    this.#touchElement(before.elementId);
    this.#touchElement(after.elementId);
  }

  /** It is announced, and counts no longer. */
  #withdraw(before: AnnouncementState, after: AnnouncementState, cause: Cause): void {
    const reason = after.direct ? (this.#draft.losses.get(before.id) ?? 'community changed') : 'next hop changed';
    this.#lose(before, reason);
    this.#draft.emit('announcement.withdrawn', before.id, cause, { ...describe(before), reason });
  }

  #changeRole(before: AnnouncementState, after: AnnouncementState, cause: Cause): void {
    const subject = before.elementId ?? after.id;
    const data = { ...describe(after), from: before.role, to: after.role };
    this.#draft.emit('element.role-changed', subject, cause, data);
    this.#lose(before, `now announced as ${after.role}`);
  }

  #removeAnnouncement(announcement: AnnouncementState, cause: Cause): void {
    const { id } = announcement;
    this.#draft.announcements.delete(id);
    const reason = this.#draft.losses.get(id) ?? 'withdrawn';
    if (countsFor(announcement)) {
      this.#lose(announcement, reason);
      this.#draft.emit('announcement.withdrawn', id, cause, { ...describe(announcement), reason });
    }
    clearRole(this.#draft, announcement, cause);
    this.#membership.touch(announcement);
    this.#touchElement(announcement.elementId);
  }

  /** What an element lost, for the reason that it will tell. */
  #lose({ elementId, role }: AnnouncementState, reason: string | undefined): void {
    if (elementId !== null && reason !== undefined) this.#draft.losses.set(`${elementId} ${role}`, reason);
  }

  #touchElement(id: string | null): void {
    if (id !== null && !this.#elements.has(id)) this.#elements.set(id, { id, pairing: null });
  }

  #known = (touched: TouchedElement): TouchedElement => this.#elements.get(touched.id) ?? touched;
}

/** It is shown, and counts for an element. */
const countsFor = ({ direct, role }: AnnouncementState): boolean => direct && role !== '';

/** What a reader would call a change: not the token, and not the time of an unchanged re-announcement. */
const visiblePart = ({ role, state, pipeline, direct }: AnnouncementState): unknown => ({
  role,
  state,
  pipeline,
  direct,
});

function saidIn(views: AnnouncementState['views']): unknown {
  const said = Object.entries(views).map(([name, { nextHop, asPath, communities }]) => [
    name,
    { nextHop, asPath, communities },
  ]);
  return Object.fromEntries(said);
}

/** Of one that is new it is not known yet which element it is of. */
const describe = ({
  prefix,
  role,
  peerId,
  family,
  location,
  elementId,
}: AnnouncementState): Record<string, unknown> => ({
  prefix,
  family,
  role,
  peer: peerId,
  location,
  element: elementId,
});
