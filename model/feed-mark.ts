import type { View } from '#protocol/bmp/peer-header.ts';
import type { FeedState, PeerState } from './state.ts';
import type { Token } from './token.ts';

/**
 * From `token` on, rows of the feed below `visibleFrom` are hidden, and those below `incarnation` are served as stale. Marks
 * lie in the RIB log among the rows, so that the log by itself tells what was served at every moment.
 */
export interface FeedMark {
  peerId: string;
  view: View;
  family: string;
  token: Token;
  incarnation: Token;
  visibleFrom: Token;
}

/** What a change of the peer does to its feeds' rows; usually nothing. */
export function changedVisibility(before: readonly FeedState[], peer: PeerState, token: Token): FeedMark[] {
  if (before === peer.feeds) return [];
  const changed = peer.feeds.filter(({ view, family, incarnation, visibleFrom }) => {
    const known = before.find((feed) => feed.view === view && feed.family === family);
    return known?.incarnation !== incarnation || known.visibleFrom !== visibleFrom;
  });
  return changed.map(({ view, family, incarnation, visibleFrom }) => ({
    peerId: peer.id,
    view,
    family,
    token,
    incarnation,
    visibleFrom,
  }));
}
