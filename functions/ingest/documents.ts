import { isCurrent } from '#model/feed.ts';
import { type Key, kinds } from '#model/keys.ts';
import type { Draft, Knowledge } from '#model/knowledge.ts';
import { type PartitionKey, partitionKeys } from '#model/partition.ts';
import type { CommitState, ElementState, HeadState, PeerState } from '#model/state.ts';
import { readOne } from '#rib/store/documents.ts';
import type { Store, Stored, Versioned, Write } from '#rib/store/store.ts';
import { routerKey } from '../router-document.ts';
import { tombstoneUntil } from '../tombstone.ts';

/** The other partitions, as they stand now: while the router's dumps after a reconnect are on, one has to know of all. */
export async function withSiblings(store: Store, key: PartitionKey, knowledge: Knowledge): Promise<Knowledge> {
  const { router } = knowledge;
  if (router === null || router.partitions === 1 || router.session.synced) return knowledge;
  const others = partitionKeys(router.id, router.partitions).filter((other) => other !== key);
  const heads = await Promise.all(others.map((other) => readOne(store, 'head', kinds.head.key(other))));
  return { ...knowledge, siblings: heads.filter((head) => head !== undefined) };
}

/** What a draft changes in the table. */
export function writesOf(draft: Draft): Write[] {
  const { key } = draft;
  const router = draft.routerChanged ? draft.router : null;
  return [
    ...(router ? [{ put: { key: routerKey(key), document: { ...router } } }] : []),
    ...changesOf(draft.peers.changes(), (id) => kinds.peer.key(key, id), expiryOfPeer),
    ...changesOf(draft.announcements.changes(), (id) => kinds.announcement.key(key, id)),
    ...changesOf(draft.elements.changes(), (id) => kinds.element.key(key, id), expiryOfElement),
    ...changesOf(draft.steering.changes(), (id) => kinds.steering.key(key, id)),
    ...changesOf(draft.findings.changes(), (id) => kinds.finding.key(key, id)),
  ];
}

/** What look-ups read of the router: new with every commit, as it says up to where the log counts. */
export function headOf(commit: CommitState, { router, peers }: Knowledge, packedPeers: string): Versioned | null {
  if (router === null) return null;
  const { id, state, lastPeerUpAt } = router.session;
  const learning = [...peers.values()].some((peer) => peer.learning && isCurrent(peer, id));
  const session = { id, state, lastPeerUpAt, learning };
  const head: HeadState = { ...commit, session, partitions: router.partitions, packedPeers };
  return { key: kinds.head.key(commit.routerId), document: { ...head } };
}

function changesOf<T extends object>(
  changes: ReadonlyMap<string, T | null>,
  keyOf: (id: string) => Key,
  expiryOf: (value: T) => number | undefined = () => undefined,
): Write[] {
  return [...changes].map(([id, value]): Write => {
    if (value === null) return { delete: keyOf(id) };
    const ttl = expiryOf(value);
    const put: Stored = { key: keyOf(id), document: Object.fromEntries(Object.entries(value)) };
    return ttl === undefined ? { put } : { put, ttl };
  });
}

const expiryOfElement = ({ state, lastChanged }: ElementState): number | undefined =>
  state === 'lost' ? tombstoneUntil(lastChanged) : undefined;

const expiryOfPeer = ({ state, since }: PeerState): number | undefined =>
  state === 'down' || state === 'lost' ? tombstoneUntil(since) : undefined;
