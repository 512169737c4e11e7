import { asServed } from '#model/feed.ts';
import { kinds } from '#model/keys.ts';
import type { CommitState, FeedState, PeerState, RouterState } from '#model/state.ts';
import { type Token, zeroToken } from '#model/token.ts';
import { readAll, readOne } from './documents.ts';
import { feedKey } from './row.ts';
import type { Store } from './store.ts';

/** What is needed of a router to tell which rows of its log are visible. */
export interface RouterFeeds {
  router: RouterState;
  peers: ReadonlyMap<string, PeerState>;
  /** Rows above are of a commit under way. */
  applied: Token;
  committedAt: number;
}

/** A feed with its peer. */
export interface PeerFeed {
  peer: PeerState;
  feed: FeedState;
}

const mostAttempts = 4;

/** Router, peers and applied token of one moment: a commit between the reads is noticed, and they are read again. */
export async function readFeeds(store: Store, routerId: string): Promise<RouterFeeds | undefined> {
  let before = await readCommit(store, routerId);
  for (let attempt = 1; ; attempt += 1) {
    const router = await readOne(store, 'router', kinds.router.key(routerId));
    const peers = await readAll(store, 'peer', kinds.peer.prefixOf(routerId));
    const after = await readCommit(store, routerId);
    if (!router) return undefined;
    if (after?.version === before?.version || attempt === mostAttempts) return routerFeeds(router, peers, after);
    before = after;
  }
}

/** The feeds of one family, by `feedKey`. */
export function feedsOfFamily({ peers }: RouterFeeds, family: string): Map<string, PeerFeed> {
  const feeds = [...peers.values()].flatMap((peer) => peer.feeds.map((feed) => ({ peer, feed })));
  const ofFamily = feeds.filter(({ feed }) => feed.family === family);
  return new Map(ofFamily.map((entry) => [feedKey(entry.peer.id, entry.feed.view), entry]));
}

export const isVisible = ({ visibleFrom }: FeedState, token: Token, applied: Token): boolean =>
  visibleFrom <= token && token <= applied;

/** Served, but not confirmed by what the router says now. */
export const isStale = (feed: FeedState, token: Token, router: RouterState): boolean =>
  token < feed.incarnation || feed.state === 'stale' || router.session.state !== 'up';

const readCommit = (store: Store, routerId: string): Promise<CommitState | undefined> =>
  readOne(store, 'commit', kinds.commit.key(routerId));

function routerFeeds(router: RouterState, peers: PeerState[], commit: CommitState | undefined): RouterFeeds {
  return {
    router,
    peers: new Map(peers.map((peer) => [peer.id, asServed(peer, router)])),
    applied: commit?.applied ?? zeroToken,
    committedAt: commit?.committedAt ?? 0,
  };
}
