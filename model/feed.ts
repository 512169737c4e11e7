import type { View } from '#protocol/bmp/peer-header.ts';
import type { FeedState, HeadPeer, PeerState, RouterSession } from './state.ts';
import { sessionOf, type Token } from './token.ts';

/**
 * The life of a feed. A Peer Up does not clear: rows of the older incarnation are served, as stale, until the new one
 * has closed; then one write of `visibleFrom` hides them all.
 */

export function findFeed(peer: PeerState, view: View, family: string): FeedState | undefined {
  return peer.feeds.find((feed) => feed.view === view && feed.family === family);
}

/** Whether what a view said still shows; of a feed that is not known, everything does. */
export function isShown(peer: PeerState, view: string, family: string, token: Token): boolean {
  const feed = peer.feeds.find((other) => other.view === view && other.family === family);
  return feed === undefined || token >= feed.visibleFrom;
}

/** A feed's first route or End-of-RIB in this incarnation of its peer. */
export function openFeed(peer: PeerState, view: View, family: string, at: number): PeerState {
  const before = findFeed(peer, view, family);
  if (before && isOpen(before)) return peer;
  const feed: FeedState = {
    view,
    family,
    state: 'learning',
    endOfRib: 'none',
    incarnation: peer.incarnation,
    visibleFrom: peer.incarnation,
    since: at,
    announced: 0,
    lastRouteAt: at,
    gauge: null,
  };
  return withFeed({ ...peer, learning: true }, feed);
}

const isOpen = ({ state }: Pick<FeedState, 'state'>): boolean => state === 'learning' || state === 'synced';

/** A new incarnation of the peer: what was open is learned anew, and meanwhile served as it was. */
export function reincarnateFeeds(peer: PeerState, incarnation: Token, at: number): FeedState[] {
  return peer.feeds.map((feed) =>
    isOpen(feed) ? { ...feed, ...learningAnew, incarnation, since: at, lastRouteAt: at } : feed,
  );
}

const learningAnew = { state: 'learning', endOfRib: 'none', announced: 0, gauge: null } as const;

export function withFeed(peer: PeerState, feed: FeedState): PeerState {
  const others = peer.feeds.filter(({ view, family }) => view !== feed.view || family !== feed.family);
  return { ...peer, feeds: [...others, feed] };
}

/** The dump is over: what the new incarnation did not announce is gone. */
export function closeFeed(feed: FeedState, endOfRib: 'received' | 'inferred', at: number): FeedState {
  return { ...feed, state: 'synced', endOfRib, visibleFrom: feed.incarnation, since: at };
}

/** Hides every row up to now. */
export function hideFeed(feed: FeedState, from: Token, state: 'down' | 'lost', at: number): FeedState {
  return { ...feed, state, endOfRib: 'none', visibleFrom: from, since: at, gauge: null };
}

/** Rows of an older incarnation are still served and would vanish when the feed closes. */
export const servesOlder = (feed: FeedState): boolean => feed.visibleFrom < feed.incarnation;

/** The peer came up (or spoke) in this session. */
export const isCurrent = (peer: PeerState, session: number): boolean => sessionOf(peer.incarnation) === session;

/** First learning: nothing older is served meanwhile. */
export const learnsAfresh = (peer: PeerState): boolean =>
  peer.learning && !peer.feeds.some((feed) => feed.state === 'learning' && servesOlder(feed));

/** Until its router, and then it itself, is heard of again, a peer and its feeds are stale, whatever was last said of them. */
export function asServed<Peer extends Pick<HeadPeer, 'state' | 'incarnation' | 'feeds'>>(
  peer: Peer,
  session: Pick<RouterSession, 'id' | 'state'>,
): Peer {
  const heard = session.state === 'up' && sessionOf(peer.incarnation) >= session.id;
  if (heard || peer.state !== 'up') return peer;
  const feeds = peer.feeds.map((feed) => (isOpen(feed) ? { ...feed, state: 'stale' as const } : feed));
  return { ...peer, state: 'stale', feeds };
}
