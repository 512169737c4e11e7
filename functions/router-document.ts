import { type Key, kinds } from '#model/keys.ts';
import { isFirstPartition, type PartitionKey } from '#model/partition.ts';
import type { RouterState } from '#model/state.ts';
import { readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';

/** Where a partition keeps what it knows of its router: further ones are no routers that one could list. */
export const routerKey = (key: PartitionKey): Key => (isFirstPartition(key) ? kinds.router : kinds.partition).key(key);

export const readRouter = (store: Store, key: PartitionKey): Promise<RouterState | undefined> =>
  readOne(store, isFirstPartition(key) ? 'router' : 'partition', routerKey(key));
