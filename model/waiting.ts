import type { Application } from './application.ts';
import { closeFeed, isCurrent, servesOlder, withFeed } from './feed.ts';
import type { Cause } from './knowledge.ts';
import { dropHiddenViews, takePeerDown } from './peers.ts';
import { noteStatistics } from './router-findings.ts';
import { lastPeerUpOf, siblingsHaveDumped } from './siblings.ts';
import type { FeedState, PeerState, RouterState } from './state.ts';
import type { Timings } from './timings.ts';

/**
 * What follows from nothing more having been said: End-of-RIB inferred, learning ended, absent peers down. The clock is
 * the stream's own (`receivedAt` of the newest event), so a backlog is never mistaken for silence.
 */
export function concludeFromSilence(application: Application, cause: Cause): void {
  const { draft, discovery } = application;
  const router = draft.router;
  if (router === null || router.session.state !== 'up' || router.session.lostAt !== null) return;
  for (const peer of [...draft.peers.values()]) {
    if (peer.learning && peer.state === 'up' && isCurrent(peer, router.session.id))
      endLearning(application, peer, cause);
  }
  if (!router.session.synced) raiseFence(application, router, cause);
  noteStatistics(application, cause);
  discovery.touchUndecided();
}

function endLearning(application: Application, peer: PeerState, cause: Cause): void {
  const { draft, discovery, timings } = application;
  let after = peer;
  for (const feed of peer.feeds) {
    if (feed.state === 'learning' && mayClose(feed, cause.at, timings)) {
      after = withFeed(after, closeFeed(feed, feed.endOfRib === 'received' ? 'received' : 'inferred', cause.at));
    }
  }
  const busySince = Math.max(after.learningSince, ...after.feeds.map(({ since }) => since));
  const open = after.feeds.some(({ state }) => state === 'learning');
  const patience = after.feeds.length > 0 ? timings.peerSettle : timings.inferQuiet;
  if (!open && cause.at - busySince >= patience * 1000) after = { ...after, learning: false };
  if (after === peer) return;
  dropHiddenViews(application, after, 'not announced again', cause);
  draft.peers.put(after);
  discovery.touchPeer(after);
}

function mayClose(feed: FeedState, now: number, timings: Timings): boolean {
  const quiet = (now - Math.max(feed.since, feed.lastRouteAt)) / 1000;
  if (!servesOlder(feed) || feed.endOfRib === 'received') return quiet >= timings.inferQuiet;
  if ((now - feed.since) / 1000 >= timings.fence) return true;
  // Nothing announced while the router counts routes: the view does not carry them, so the gauge says nothing of it.
  const counted = feed.gauge !== null && feed.announced > 0;
  if (counted) return feed.announced >= (feed.gauge ?? 0) && quiet >= timings.inferQuiet;
  return quiet >= timings.inferQuietOverOlder;
}

/** Once all dumps of a new session have closed: whoever did not come up in it died while we were blind. */
function raiseFence(application: Application, router: RouterState, cause: Cause): void {
  const { draft, discovery, timings } = application;
  const { id, since } = router.session;
  const lastPeerUpAt = lastPeerUpOf(draft, router);
  const peers = [...draft.peers.values()];
  const overdue = cause.at - since >= timings.fence * 1000;
  if (!overdue && peers.some((peer) => peer.learning && isCurrent(peer, id))) return;
  if (!overdue && !siblingsHaveDumped(draft, router, lastPeerUpAt)) return;
  const absent = peers.filter((peer) => !isCurrent(peer, id) && peer.state === 'up');
  const settled = cause.at - (lastPeerUpAt ?? Number.POSITIVE_INFINITY) >= timings.settle * 1000;
  const complete = absent.length === 0 && lastPeerUpAt !== null;
  if (!overdue && !settled && !complete) return;
  for (const peer of absent) takePeerDown(application, peer, 'absent after the router reconnected', cause);
  draft.putRouter({ ...router, session: { ...router.session, synced: true } });
  discovery.touchAll();
}
