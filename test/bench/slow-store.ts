import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '#rib/store/store.ts';

/** A store of which each call takes so long, as one over a network does. */
export function slowStore(store: Store, milliseconds: number): Store {
  if (milliseconds === 0) return store;
  const slowly = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    await sleep(milliseconds);
    return call();
  };
  return {
    get: (key) => slowly(() => store.get(key)),
    getImmutable: (key) => slowly(() => store.getImmutable(key)),
    write: (writes) => slowly(() => store.write(writes)),
    putIfVersion: (stored, version, ttl) => slowly(() => store.putIfVersion(stored, version, ttl)),
    putIfNewer: (stored, ttl) => slowly(() => store.putIfNewer(stored, ttl)),
    query: (partition, range) => slowly(() => store.query(partition, range)),
  };
}
