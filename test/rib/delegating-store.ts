import type { Key } from '#model/keys.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from '#rib/store/store.ts';

/** Leaves everything to the store that it wraps: a beginning for stores that do one thing otherwise. */
export class DelegatingStore implements Store {
  protected readonly inner: Store;

  constructor(inner: Store) {
    this.inner = inner;
  }

  get(key: Key): Promise<Document | undefined> {
    return this.inner.get(key);
  }

  getImmutable(key: Key): Promise<Document | undefined> {
    return this.inner.getImmutable(key);
  }

  write(writes: readonly Write[]): Promise<void> {
    return this.inner.write(writes);
  }

  putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    return this.inner.putIfVersion(stored, version, ttl);
  }

  putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    return this.inner.putIfNewer(stored, ttl);
  }

  query(partition: string, range?: Range): Promise<Page> {
    return this.inner.query(partition, range);
  }
}
