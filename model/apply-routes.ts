import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import type { Application } from './application.ts';
import { leadingOf, noteSteering, withdrawSteering } from './apply-steering.ts';
import { announcementId, newAnnouncement } from './discovery/announcement.ts';
import { sayingOf } from './discovery/saying.ts';
import { closeFeed, findFeed, isCurrent, isShown, openFeed, servesOlder, withFeed } from './feed.ts';
import type { Cause } from './knowledge.ts';
import { dropHiddenViews, idOfPeer, speakingPeer } from './peers.ts';
import type { AttributeSet, FeedReference, PeerReference, StreamEvent } from './record.ts';
import { noteSuspect } from './router-findings.ts';
import type { AnnouncementState, AnnouncementView, FeedState, PeerState } from './state.ts';
import { sessionOf } from './token.ts';

type EventOf<K extends StreamEvent['kind']> = Extract<StreamEvent, { kind: K }>;

/** Announcements that are kept. */
export const mostOfPeer = 256;
export const mostOfRouter = 5_000;

interface Speaker {
  peer: PeerState;
  view: FeedReference['view'];
  family: string;
}

function referencesOf({ record }: Application, index: number): { feed: FeedReference; peer: PeerReference } {
  const feed = record.feeds[index];
  const peer = feed && record.peers[feed.peer];
  if (!feed || !peer) throw new RangeError(`record names feed ${index} of ${record.feeds.length}`);
  return { feed, peer };
}

/** The feed that speaks, opened if this is its first word in this incarnation. */
function openSpeaker(application: Application, index: number, cause: Cause): Speaker {
  const { feed, peer: reference } = referencesOf(application, index);
  const family = familyOf(feed.afi, feed.safi).name;
  const before = speakingPeer(application, reference, cause);
  const peer = openFeed(before, feed.view, family, cause.at);
  if (peer !== before) application.draft.peers.put(peer);
  return { peer, view: feed.view, family };
}

const feedOf = ({ peer, view, family }: Speaker): FeedState | undefined => findFeed(peer, view, family);

/** Routes are counted while the dump lasts only: afterwards churn would rewrite the peer at every batch. */
function countAnnounced(application: Application, speaker: Speaker, count: number, cause: Cause): Speaker {
  const feed = feedOf(speaker);
  if (feed?.state !== 'learning') return speaker;
  const peer = withFeed(speaker.peer, { ...feed, announced: feed.announced + count, lastRouteAt: cause.at });
  application.draft.peers.put(peer);
  return { ...speaker, peer };
}

export function applyAnnounce(application: Application, event: EventOf<'announce'>, cause: Cause): void {
  const attributes = application.record.attributeSets[event.attributeSet];
  if (!attributes) throw new RangeError(`record names attribute set ${event.attributeSet}`);
  const speaker = countAnnounced(application, openSpeaker(application, event.feed, cause), event.routes.length, cause);
  noteRoles(application, speaker, event.routes, attributes, cause);
  const leading = leadingOf(attributes, speaker, application.rules);
  if (leading === null && application.draft.steering.countOfPeer(speaker.peer.id) === 0) return;
  for (const nlri of event.routes) noteSteering(application.draft, speaker, nlri, leading?.(nlri) ?? [], cause);
}

function noteRoles(
  application: Application,
  speaker: Speaker,
  routes: readonly Nlri[],
  attributes: AttributeSet,
  cause: Cause,
): void {
  const matchOf = application.rules.roleOf(attributes, speaker.peer, speaker.family);
  if (matchOf === null && application.draft.announcements.countOfPeer(speaker.peer.id) === 0) return;
  for (const nlri of routes) {
    const said = { token: cause.token, at: cause.at, ...sayingOf(attributes, matchOf?.(nlri) ?? null) };
    say(application, speaker, nlri, said, cause);
  }
}

/** Notes what a view says of a route that plays a role, or of one that did until now. */
function say(application: Application, speaker: Speaker, nlri: Nlri, said: AnnouncementView, cause: Cause): void {
  if (nlri.nlri !== null) return;
  const { peer, view, family } = speaker;
  const id = announcementId(peer.id, family, nlri);
  const known = application.draft.announcements.get(id);
  if (!known && (!said.tagged || isFull(application, peer, cause))) return;
  const announcement = known ?? begin(application, id, speaker, nlri, cause);
  application.discovery.setViews(announcement, { ...announcement.views, [view]: said }, 'community changed');
}

/** With what other views have said before, without a tag: a policy may strip it, and a router need not say such a view again. */
function begin(
  { draft, rules, earlier }: Application,
  id: string,
  { peer, family }: Speaker,
  nlri: Nlri,
  cause: Cause,
): AnnouncementState {
  const beginning = { id, peerId: peer.id, family, nlri, token: cause.token };
  draft.beginnings.push(beginning);
  const said = (earlier?.(beginning) ?? []).filter(({ view, token }) => isShown(peer, view, family, token));
  const views = said.map(({ view, token, at, attributes }): [string, AnnouncementView] => {
    const match = rules.roleOf(attributes, peer, family)?.(nlri) ?? null;
    return [view, { token, at, ...sayingOf(attributes, match) }];
  });
  return { ...newAnnouncement(id, peer, family, nlri, cause), views: Object.fromEntries(views) };
}

/** An element's service routes are few. A peer that tags a whole table is misconfigured: the rest stays in the RIB only. */
function isFull({ draft }: Application, peer: PeerState, cause: Cause): boolean {
  const full = draft.announcements.countOfPeer(peer.id) >= mostOfPeer || draft.announcements.size >= mostOfRouter;
  if (full) noteFull({ draft }, peer, cause);
  return full;
}

export const noteFull = ({ draft }: Pick<Application, 'draft'>, { address }: PeerState, cause: Cause): void =>
  noteSuspect({ draft }, `more routes of ${address} match a role than a service element has`, cause);

export function applyWithdraw(application: Application, event: EventOf<'withdraw'>, cause: Cause): void {
  const { feed } = referencesOf(application, event.feed);
  const speaker = withdrawingSpeaker(application, event.feed, cause);
  if (speaker === null) return;
  if (application.draft.steering.countOfPeer(speaker.peer.id) > 0) {
    for (const nlri of event.routes) withdrawSteering(application.draft, speaker, nlri, cause);
  }
  if (application.draft.announcements.countOfPeer(speaker.peer.id) === 0) return;
  for (const nlri of event.routes) {
    if (nlri.nlri !== null) continue;
    const known = application.draft.announcements.get(announcementId(speaker.peer.id, speaker.family, nlri));
    if (known?.views[feed.view]) unsay(application, known, feed.view);
  }
}

const unsay = (application: Application, announcement: AnnouncementState, view: FeedReference['view']): void =>
  application.discovery.dropView(announcement, view, 'withdrawn');

/**
 * A withdraw after a Peer Down says nothing new. And it opens no feed: without soft-reconfiguration FRR sends a withdraw
 * for every pre-policy announcement, which is no view of its own.
 */
function withdrawingSpeaker(application: Application, index: number, cause: Cause): Speaker | null {
  const { feed, peer: reference } = referencesOf(application, index);
  const family = familyOf(feed.afi, feed.safi).name;
  const peer = speakingPeerIfUp(application, reference, cause);
  if (!peer || !findFeed(peer, feed.view, family)) return null;
  return countAnnounced(application, { peer, view: feed.view, family }, 0, cause);
}

function speakingPeerIfUp(application: Application, reference: PeerReference, cause: Cause): PeerState | undefined {
  const known = application.draft.peers.get(idOfPeer(application.draft.routerId, reference));
  return known?.state === 'up' ? speakingPeer(application, reference, cause) : undefined;
}

export function applyEndOfRib(application: Application, event: EventOf<'end-of-rib'>, cause: Cause): void {
  const { peer: reference } = referencesOf(application, event.feed);
  const known = application.draft.peers.get(idOfPeer(application.draft.routerId, reference));
  if (known?.state === 'down' && isCurrent(known, sessionOf(cause.token))) return;
  const speaker = openSpeaker(application, event.feed, cause);
  const feed = feedOf(speaker);
  if (feed?.state !== 'learning') return;
  if (servesOlder(feed) && feed.announced === 0) {
    // A restarted router ends an empty dump before its neighbours have sent it anything (FRR): quiet has to confirm it.
    application.draft.peers.put(withFeed(speaker.peer, { ...feed, endOfRib: 'received', lastRouteAt: cause.at }));
    return;
  }
  const peer = withFeed(speaker.peer, closeFeed(feed, 'received', cause.at));
  application.draft.peers.put(peer);
  dropHiddenViews(application, peer, 'not announced again', cause);
  application.discovery.touchPeer(peer);
}
