import { type Key, kinds } from '#model/keys.ts';
import type { Draft, Knowledge } from '#model/knowledge.ts';
import type { CommitState, ElementState, HeadState, PeerState } from '#model/state.ts';
import { readAll, readOne } from '#rib/store/documents.ts';
import type { Store, Stored, Versioned, Write } from '#rib/store/store.ts';

/** Lost elements and peers are kept this long as tombstones with their reason. */
const tombstoneSeconds = 7 * 24 * 3600;

export async function loadKnowledge(store: Store, routerId: string): Promise<Knowledge> {
  const [router, peers, announcements, elements, findings] = await Promise.all([
    readOne(store, 'router', kinds.router.key(routerId)),
    readAll(store, 'peer', kinds.peer.prefixOf(routerId)).then(byId),
    readAll(store, 'announcement', kinds.announcement.prefixOf(routerId)).then(byId),
    readAll(store, 'element', kinds.element.prefixOf(routerId)).then(byId),
    readAll(store, 'finding', kinds.finding.prefixOf(routerId)).then(byId),
  ]);
  return { router: router ?? null, peers, announcements, elements, findings };
}

const byId = <T extends { id: string }>(things: readonly T[]): Map<string, T> =>
  new Map(things.map((thing) => [thing.id, thing]));

/** What a draft changes in the table. */
export function writesOf(draft: Draft): Write[] {
  const { routerId } = draft;
  const router = draft.routerChanged ? draft.router : null;
  return [
    ...(router ? [{ put: { key: kinds.router.key(routerId), document: { ...router } } }] : []),
    ...changesOf(draft.peers.changes(), (id) => kinds.peer.key(routerId, id), expiryOfPeer),
    ...changesOf(draft.announcements.changes(), (id) => kinds.announcement.key(routerId, id)),
    ...changesOf(draft.elements.changes(), (id) => kinds.element.key(routerId, id), expiryOfElement),
    ...changesOf(draft.findings.changes(), (id) => kinds.finding.key(routerId, id)),
  ];
}

/** What look-ups read of the router: new with every commit, as it says up to where the log counts. */
export function headOf(commit: CommitState, { router }: Knowledge, packedPeers: string): Versioned | null {
  if (router === null) return null;
  const session = { id: router.session.id, state: router.session.state };
  const head: HeadState = { ...commit, session, packedPeers };
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

const tombstoneUntil = (milliseconds: number): number => Math.floor(milliseconds / 1000) + tombstoneSeconds;
