import { asServed } from '#model/feed.ts';
import type { PeerState, RouterState } from '#model/state.ts';
import { distinctPeers } from './distinct-peers.ts';

/** Peers as they are shown: each once, and stale where its router has not confirmed it. */
export function servedPeers(peers: readonly PeerState[], routers: readonly RouterState[]): PeerState[] {
  const sessions = new Map(routers.map(({ id, session }) => [id, session]));
  const served = peers.map((peer) => {
    const session = sessions.get(peer.routerId);
    return session ? asServed(peer, session) : peer;
  });
  return distinctPeers(served);
}
