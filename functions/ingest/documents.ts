import { type Key, kinds } from '#model/keys.ts';
import type { Draft } from '#model/knowledge.ts';
import { emptyKnowledge, type Knowledge } from '#model/knowledge.ts';
import type { AnnouncementState, ElementState, FindingState, PeerState, RouterState } from '#model/state.ts';
import { type Document, queryAll, type Store, type Write } from '#rib/store.ts';

/** Lost elements are kept this long as tombstones with their reason. */
const tombstoneSeconds = 7 * 24 * 3600;

/** Documents are written by this module alone, from the types they are read back as. */
const asDocument = (value: object): Document => ({ ...value });

async function readAll<T extends { id: string }>(
  store: Store,
  kind: RouterScopedKind,
  routerId: string,
): Promise<Map<string, T>> {
  const things = new Map<string, T>();
  for await (const { document } of queryAll(store, kind.pk, { prefix: kind.prefixOf(routerId) })) {
    const thing = document as unknown as T;
    things.set(thing.id, thing);
  }
  return things;
}

type RouterScopedKind = (typeof kinds)['peer'];

export async function loadKnowledge(store: Store, routerId: string): Promise<Knowledge> {
  const [router, peers, announcements, elements, findings] = await Promise.all([
    store.get(kinds.router.key(routerId)),
    readAll<PeerState>(store, kinds.peer, routerId),
    readAll<AnnouncementState>(store, kinds.announcement, routerId),
    readAll<ElementState>(store, kinds.element, routerId),
    readAll<FindingState>(store, kinds.finding, routerId),
  ]);
  return {
    ...emptyKnowledge,
    router: (router as RouterState | undefined) ?? null,
    peers,
    announcements,
    elements,
    findings,
  };
}

/** What a draft changes in the table. */
export function writesOf(draft: Draft): Write[] {
  const { routerId } = draft;
  const router = draft.routerChanged ? draft.router : null;
  return [
    ...(router ? [{ put: { key: kinds.router.key(routerId), document: asDocument(router) } }] : []),
    ...changesOf(draft.peers.changes(), (id) => kinds.peer.key(routerId, id)),
    ...changesOf(draft.announcements.changes(), (id) => kinds.announcement.key(routerId, id)),
    ...changesOf(draft.elements.changes(), (id) => kinds.element.key(routerId, id), expiryOfElement),
    ...changesOf(draft.findings.changes(), (id) => kinds.finding.key(routerId, id)),
  ];
}

function changesOf<T extends object>(
  changes: ReadonlyMap<string, T | null>,
  keyOf: (id: string) => Key,
  expiryOf: (value: T) => number | undefined = () => undefined,
): Write[] {
  return [...changes].map(([id, value]) => {
    if (value === null) return { delete: keyOf(id) };
    const ttl = expiryOf(value);
    const put = { key: keyOf(id), document: asDocument(value) };
    return ttl === undefined ? { put } : { put, ttl };
  });
}

const expiryOfElement = ({ state, lastChanged }: ElementState): number | undefined =>
  state === 'lost' ? Math.floor(lastChanged / 1000) + tombstoneSeconds : undefined;
