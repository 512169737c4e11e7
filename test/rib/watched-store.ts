import { type Key, kindOf } from '#model/keys.ts';
import type { Document, Page, Range, Stored, Versioned, Write } from '#rib/store/store.ts';
import { DelegatingStore } from './delegating-store.ts';

export interface Operation {
  name: 'get' | 'query' | 'put' | 'delete' | 'put-if-version' | 'put-if-newer';
  /** First part of the partition key. */
  kind: string;
  key: Key;
  ttl: number | null;
  /** Items that were read or written. */
  items: number;
}

/** Notes what is done to the store that it wraps. */
export class WatchedStore extends DelegatingStore {
  operations: Operation[] = [];

  of(name: Operation['name'], kind: string): Operation[] {
    return this.operations.filter((operation) => operation.name === name && operation.kind === kind);
  }

  override async get(key: Key): Promise<Document | undefined> {
    const document = await super.get(key);
    this.#note('get', key, null, document === undefined ? 0 : 1);
    return document;
  }

  override async getImmutable(key: Key): Promise<Document | undefined> {
    const document = await super.getImmutable(key);
    this.#note('get', key, null, document === undefined ? 0 : 1);
    return document;
  }

  override write(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      if ('put' in write) this.#note('put', write.put.key, write.ttl ?? null, 1);
      else this.#note('delete', write.delete, null, 1);
    }
    return super.write(writes);
  }

  override putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    this.#note('put-if-version', stored.key, ttl ?? null, 1);
    return super.putIfVersion(stored, version, ttl);
  }

  override putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    this.#note('put-if-newer', stored.key, ttl ?? null, 1);
    return super.putIfNewer(stored, ttl);
  }

  override async query(partition: string, range?: Range): Promise<Page> {
    const page = await super.query(partition, range);
    this.#note('query', { pk: partition, sk: range?.after ?? '' }, null, page.items.length);
    return page;
  }

  #note(name: Operation['name'], key: Key, ttl: number | null, items: number): void {
    this.operations.push({ name, kind: kindOf(key.pk), key, ttl, items });
  }
}
