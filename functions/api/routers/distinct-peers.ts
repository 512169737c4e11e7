import type { PeerState } from '#model/state.ts';

const liveliest: readonly PeerState['state'][] = ['up', 'stale', 'lost', 'down'];

/**
 * Each peer once, in the order of ids. One whose BGP identifier was not known at first, or has changed, has been in two partitions of
 * its router: where it is up, or was last, tells of it.
 */
export function distinctPeers<Peer extends Pick<PeerState, 'id' | 'state' | 'incarnation'>>(
  peers: readonly Peer[],
): Peer[] {
  const best = new Map<string, Peer>();
  for (const peer of peers) {
    const other = best.get(peer.id);
    if (other === undefined || isBetter(peer, other)) best.set(peer.id, peer);
  }
  return [...best.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Standing = Pick<PeerState, 'state' | 'incarnation'>;

const isBetter = (a: Standing, b: Standing): boolean =>
  a.state === b.state ? a.incarnation > b.incarnation : liveliest.indexOf(a.state) < liveliest.indexOf(b.state);
