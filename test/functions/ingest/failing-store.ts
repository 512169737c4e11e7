import type { Key } from '#model/keys.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from '#rib/store/store.ts';
import type { InMemoryStore } from '#rib/store/store-in-memory.ts';

/** Dies at the given operation on the table, after having done part of it, as a killed process does. */
export class FailingStore implements Store {
  readonly inner: InMemoryStore;
  #left: number;

  constructor(inner: InMemoryStore, operationsUntilDeath: number) {
    this.inner = inner;
    this.#left = operationsUntilDeath;
  }

  async get(key: Key): Promise<Document | undefined> {
    this.#live();
    return this.inner.get(key);
  }

  getImmutable(key: Key): Promise<Document | undefined> {
    return this.get(key);
  }

  async write(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      this.#live();
      await this.inner.write([write]);
    }
  }

  async putIfVersion(stored: Stored, version: number | null): Promise<boolean> {
    this.#live();
    const taken = await this.inner.putIfVersion(stored, version);
    this.#live();
    return taken;
  }

  async putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    this.#live();
    return this.inner.putIfNewer(stored, ttl);
  }

  async query(partition: string, range?: Range): Promise<Page> {
    this.#live();
    return this.inner.query(partition, range);
  }

  get alive(): boolean {
    return this.#left > 0;
  }

  #live(): void {
    if (this.#left <= 0) throw new Error('the process was killed');
    this.#left -= 1;
  }
}
