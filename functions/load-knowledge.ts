import { kinds } from '#model/keys.ts';
import type { Knowledge } from '#model/knowledge.ts';
import type { PartitionKey } from '#model/partition.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { readRouter } from './router-document.ts';

/** All that is known of a router, or a partition of one, but what other partitions say. */
export async function loadKnowledge(store: Store, key: PartitionKey): Promise<Knowledge> {
  const [router, peers, announcements, elements, steering, findings] = await Promise.all([
    readRouter(store, key),
    readAll(store, 'peer', kinds.peer.prefixOf(key)).then(byId),
    readAll(store, 'announcement', kinds.announcement.prefixOf(key)).then(byId),
    readAll(store, 'element', kinds.element.prefixOf(key)).then(byId),
    readAll(store, 'steering', kinds.steering.prefixOf(key)).then(byId),
    readAll(store, 'finding', kinds.finding.prefixOf(key)).then(byId),
  ]);
  return { router: router ?? null, peers, announcements, elements, steering, findings, siblings: [] };
}

const byId = <T extends { id: string }>(things: readonly T[]): Map<string, T> =>
  new Map(things.map((thing) => [thing.id, thing]));
