import type { Application } from './application.ts';
import { dropHiddenSteering } from './apply-steering.ts';
import { knownBgpId } from './bgp-id.ts';
import { hideFeed, isCurrent, isShown, reincarnateFeeds } from './feed.ts';
import { peerId } from './keys.ts';
import type { Cause } from './knowledge.ts';
import type { PeerReference } from './record.ts';
import type { PeerState } from './state.ts';
import { sessionOf, type Token } from './token.ts';

export const idOfPeer = (routerId: string, { type, distinguisher, address }: PeerReference): string =>
  peerId(routerId, type, distinguisher, address);

export function newPeer(application: Application, reference: PeerReference, cause: Cause): PeerState {
  return {
    id: idOfPeer(application.draft.routerId, reference),
    routerId: application.draft.routerId,
    type: reference.type,
    distinguisher: reference.distinguisher,
    address: reference.address,
    table: null,
    asn: reference.asn,
    bgpId: knownBgpId(reference.bgpId, null),
    localAsn: null,
    localBgpId: null,
    localAddress: null,
    localPort: 0,
    remotePort: 0,
    information: [],
    capabilities: { sent: [], received: [] },
    state: 'down',
    since: cause.at,
    downReason: null,
    incarnation: cause.token,
    learning: false,
    learningSince: cause.at,
    feeds: [],
    statistics: {},
    statisticsAt: null,
  };
}

/** A new incarnation begins: with a Peer Up, or with the first route of a peer whose router sends none (GoBGP). */
export function bringPeerUp(application: Application, peer: PeerState, cause: Cause): PeerState {
  const { draft } = application;
  const before = draft.peers.get(peer.id);
  if (before) application.discovery.touchPeer(before);
  const wasUp = before?.state === 'up';
  const after: PeerState = {
    ...peer,
    state: 'up',
    since: wasUp ? peer.since : cause.at,
    downReason: null,
    incarnation: cause.token,
    learning: true,
    learningSince: cause.at,
    feeds: reincarnateFeeds(peer, cause.token, cause.at),
  };
  draft.peers.put(after);
  if (draft.router) {
    draft.putRouter({ ...draft.router, session: { ...draft.router.session, lastPeerUpAt: cause.at } });
  }
  if (!wasUp) draft.emit('peer.up', after.id, cause, { address: after.address, asn: after.asn, type: after.type });
  application.discovery.touchPeer(after);
  return after;
}

export function takePeerDown(application: Application, peer: PeerState, reason: string, cause: Cause): void {
  hidePeer(application, peer, 'down', cause.token, reason, cause);
  const { draft } = application;
  if (peer.state === 'up') draft.emit('peer.down', peer.id, cause, { address: peer.address, asn: peer.asn, reason });
}

/** Its router has been gone for longer than the hold. */
export function losePeer(application: Application, peer: PeerState, from: Token, reason: string, cause: Cause): void {
  hidePeer(application, peer, 'lost', from, reason, cause);
}

function hidePeer(
  application: Application,
  peer: PeerState,
  state: 'down' | 'lost',
  from: Token,
  reason: string,
  cause: Cause,
): void {
  const feeds = peer.feeds.map((feed) => hideFeed(feed, from, state, cause.at));
  const after: PeerState = { ...peer, state, feeds, learning: false, since: cause.at, downReason: reason };
  application.draft.peers.put(after);
  dropHiddenViews(application, after, reason, cause);
  application.discovery.touchPeer(after);
}

/** Views of announcements whose feed no longer shows them. */
export function dropHiddenViews(
  { draft, discovery }: Application,
  peer: PeerState,
  reason: string,
  cause: Cause,
): void {
  for (const announcement of draft.announcements.ofPeer(peer.id)) {
    const views = Object.entries(announcement.views).filter(([view, said]) =>
      isShown(peer, view, announcement.family, said.token),
    );
    if (views.length < Object.keys(announcement.views).length) {
      discovery.setViews(announcement, Object.fromEntries(views), reason);
    }
  }
  dropHiddenSteering(draft, peer, cause);
}

/** The peer as this session knows it; opened here where its router sent routes without a Peer Up. */
export function speakingPeer(application: Application, reference: PeerReference, cause: Cause): PeerState {
  const known = application.draft.peers.get(idOfPeer(application.draft.routerId, reference));
  if (known?.state === 'up' && isCurrent(known, sessionOf(cause.token))) return known;
  const peer = known ?? newPeer(application, reference, cause);
  return bringPeerUp(application, { ...peer, bgpId: knownBgpId(reference.bgpId, peer.bgpId) }, cause);
}
