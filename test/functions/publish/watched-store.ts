import type { Key } from '#model/keys.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from '#rib/store/store.ts';

/** Tells of each operation before it is done and afterwards; who throws keeps it from being done, or its answer from coming. */
export class WatchedStore implements Store {
  readonly inner: Store;
  before: (put?: Stored) => void | Promise<void> = () => {};
  after: (put?: Stored) => void | Promise<void> = () => {};

  constructor(inner: Store) {
    this.inner = inner;
  }

  get(key: Key): Promise<Document | undefined> {
    return this.#watched(() => this.inner.get(key));
  }

  getImmutable(key: Key): Promise<Document | undefined> {
    return this.#watched(() => this.inner.getImmutable(key));
  }

  write(writes: readonly Write[]): Promise<void> {
    return this.#watched(() => this.inner.write(writes));
  }

  putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    return this.#watched(() => this.inner.putIfVersion(stored, version, ttl), stored);
  }

  putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    return this.#watched(() => this.inner.putIfNewer(stored, ttl), stored);
  }

  query(partition: string, range?: Range): Promise<Page> {
    return this.#watched(() => this.inner.query(partition, range));
  }

  async #watched<Answer>(operation: () => Promise<Answer>, put?: Stored): Promise<Answer> {
    await this.before(put);
    const answer = await operation();
    await this.after(put);
    return answer;
  }
}

/** Throws at each operation from the moment on in which it is killed. */
export class MortalStore extends WatchedStore {
  isDead = false;
  override before = (): void => {
    if (this.isDead) throw new Error('the process was killed');
  };
}
