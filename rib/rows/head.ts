import { asServed } from '#model/feed.ts';
import { kinds } from '#model/keys.ts';
import { type PartitionKey, partitionKeys } from '#model/partition.ts';
import type { HeadFeed, HeadPeer, HeadState, PeerState } from '#model/state.ts';
import type { Token } from '#model/token.ts';
import { packJson, unpackJson } from '../octets/packed-json.ts';
import { readAll, readOne } from '../store/documents.ts';
import type { Store } from '../store/store.ts';
import { feedKey } from './row.ts';

/** A router, or a partition of one, as look-ups see it: everything as of one commit. */
export interface RouterHead extends Omit<HeadState, 'packedPeers'> {
  /** By id. */
  peers: ReadonlyMap<string, HeadPeer>;
}

/** A feed with its peer. */
export interface PeerFeed {
  peer: HeadPeer;
  feed: HeadFeed;
}

export function packPeers(peers: Iterable<PeerState>): string {
  const rows = [...peers].map(({ id, routerId, type, address, asn, state, incarnation, feeds }): HeadPeer => {
    return { id, routerId, type, address, asn, state, incarnation, feeds: feeds.map(headFeed) };
  });
  return packJson(rows);
}

const headFeed = ({ view, family, state, incarnation, visibleFrom }: HeadFeed): HeadFeed => {
  return { view, family, state, incarnation, visibleFrom };
};

export async function readHead(store: Store, key: PartitionKey): Promise<RouterHead | undefined> {
  const head = await readOne(store, 'head', kinds.head.key(key));
  return head && unpacked(head);
}

/** Of all partitions of a router. */
export async function readHeadsOf(store: Store, routerId: string): Promise<RouterHead[]> {
  const first = await readHead(store, routerId);
  if (first === undefined) return [];
  const [, ...keys] = partitionKeys(routerId, first.partitions);
  const others = await Promise.all(keys.map((key) => readHead(store, key)));
  return [first, ...others.filter((head) => head !== undefined)];
}

export async function readHeads(store: Store): Promise<RouterHead[]> {
  return (await readAll(store, 'head')).map(unpacked);
}

function unpacked({ packedPeers, ...head }: HeadState): RouterHead {
  const peers = unpackJson(packedPeers) as HeadPeer[];
  return { ...head, peers: new Map(peers.map((peer) => [peer.id, asServed(peer, head.session)])) };
}

/** The feeds of one family, by `feedKey`. */
export function feedsOfFamily({ peers }: RouterHead, family: string): Map<string, PeerFeed> {
  const feeds = [...peers.values()].flatMap((peer) => peer.feeds.map((feed) => ({ peer, feed })));
  const ofFamily = feeds.filter(({ feed }) => feed.family === family);
  return new Map(ofFamily.map((entry) => [feedKey(entry.peer.id, entry.feed.view), entry]));
}

/** The families of which the router has, or had, a feed. */
export const familiesOf = ({ peers }: RouterHead): Set<string> =>
  new Set([...peers.values()].flatMap(({ feeds }) => feeds.map(({ family }) => family)));

/** Served, but not confirmed by what the router says now. */
export const isStale = (
  feed: Pick<HeadFeed, 'incarnation' | 'state'>,
  token: Token,
  { state }: Pick<HeadState['session'], 'state'>,
): boolean => token < feed.incarnation || feed.state === 'stale' || state !== 'up';
