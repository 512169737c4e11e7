import type { Key } from '#model/keys.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from '#rib/store/store.ts';

/** Gives documents back with their keys in another order, as DynamoDB may. */
export class ReorderingStore implements Store {
  readonly #inner: Store;

  constructor(inner: Store) {
    this.#inner = inner;
  }

  async get(key: Key): Promise<Document | undefined> {
    const document = await this.#inner.get(key);
    return document && reordered(document);
  }

  getImmutable(key: Key): Promise<Document | undefined> {
    return this.get(key);
  }

  write(writes: readonly Write[]): Promise<void> {
    return this.#inner.write(writes);
  }

  putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    return this.#inner.putIfVersion(stored, version, ttl);
  }

  putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    return this.#inner.putIfNewer(stored, ttl);
  }

  async query(partition: string, range?: Range): Promise<Page> {
    const { items, next } = await this.#inner.query(partition, range);
    return { items: items.map(({ key, document }) => ({ key, document: reordered(document) })), next };
  }
}

const reordered = (document: Document): Document =>
  Object.fromEntries(
    Object.entries(document)
      .reverse()
      .map(([key, value]) => [key, isPlain(value) ? reordered(value) : value]),
  );

const isPlain = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
