import { kinds } from '#model/keys.ts';
import { type PartitionKey, routerOf } from '#model/partition.ts';
import type { FindingState } from '#model/state.ts';
import { BlockReader } from '#rib/base/block-reader.ts';
import type { CompactionResult } from '#rib/base/compaction.ts';
import { DamageError } from '#rib/octets/octets.ts';
import type { Store, Write } from '#rib/store/store.ts';

export async function isReadable(store: Store, routerId: string, family: string, id: string): Promise<boolean> {
  try {
    await new BlockReader(store, 0).read(routerId, family, id);
    return true;
  } catch (error) {
    if (error instanceof DamageError) return false;
    throw error;
  }
}

/**
 * A base that lacks rows is something to look at, until its feeds have been dumped anew. Whether that has been told is looked up each
 * time: a compaction may have died before it had told.
 */
export async function damageFinding(
  store: Store,
  { routerId, family }: { routerId: PartitionKey; family: string },
  { outcome, manifest: { damages } }: CompactionResult,
  since: number,
): Promise<Write[]> {
  if (outcome === 'lost') return [];
  const id = `suspect-feed~${routerId}~${family}`;
  const key = kinds.finding.key(routerId, id);
  const isTold = (await store.get(key)) !== undefined;
  if (isTold === damages.length > 0) return [];
  if (isTold) return [{ delete: key }];
  const detail = `${damages.length} stored parts of the ${family} RIB were damaged: routes may be missing until the next dump`;
  const finding: FindingState = {
    id,
    routerId: routerOf(routerId),
    kind: 'suspect-feed',
    severity: 'critical',
    subject: routerOf(routerId),
    detail,
    since,
  };
  return [{ put: { key, document: { ...finding } } }];
}
