import type { Key } from '#model/keys.ts';
import { copyDocument } from './document-copy.ts';
import { itemSize, largestItem } from './item-size.ts';
import { SortedPartition } from './sorted-partition.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from './store.ts';

interface Item {
  document: Document;
  octets: number;
}

/** DynamoDB ends a page with the item that brings it to this size. */
const pageOctets = 1024 * 1024;

/** A store that lives as long as its object. It refuses and pages as DynamoDB does; what has expired stays. */
export class InMemoryStore implements Store {
  readonly #partitions = new Map<string, SortedPartition<Item>>();

  async get(key: Key): Promise<Document | undefined> {
    const item = this.#itemAt(key);
    return item && copyDocument(item.document);
  }

  getImmutable(key: Key): Promise<Document | undefined> {
    return this.get(key);
  }

  async write(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      if ('put' in write) this.#put(write.put, write.ttl);
      else this.#partitions.get(write.delete.pk)?.delete(write.delete.sk);
    }
  }

  async putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    const current = this.#itemAt(stored.key);
    const matches = version === null ? current === undefined : current?.document.version === version;
    if (matches) this.#put(stored, ttl);
    return matches;
  }

  async putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    const known = this.#itemAt(stored.key)?.document.version;
    const isNewer = typeof known !== 'number' || known < stored.document.version;
    if (isNewer) this.#put(stored, ttl);
    return isNewer;
  }

  async query(partition: string, range: Range = {}): Promise<Page> {
    refuseForeignStart(range);
    const page: Page = { items: [], next: null };
    let left = pageOctets;
    for (const [sk, { document, octets }] of this.#partitions.get(partition)?.entries(range) ?? []) {
      page.items.push({ key: { pk: partition, sk }, document: copyDocument(document) });
      left -= octets;
      if (left <= 0 || page.items.length === range.limit) return { ...page, next: sk };
    }
    return page;
  }

  #itemAt(key: Key): Item | undefined {
    return this.#partitions.get(key.pk)?.get(key.sk);
  }

  #put(stored: Stored, ttl: number | undefined): void {
    const { pk, sk } = stored.key;
    const octets = itemSize(stored, ttl);
    if (octets > largestItem) throw new RangeError(`the item ${pk} ${sk} has ${octets} octets`);
    const partition = this.#partitions.get(pk) ?? new SortedPartition<Item>();
    partition.set(sk, { document: copyDocument(stored.document), octets });
    this.#partitions.set(pk, partition);
  }
}

function refuseForeignStart({ prefix, after }: Range): void {
  if (prefix === undefined || after === undefined || after.startsWith(prefix)) return;
  throw new RangeError(`a query of ${prefix} cannot begin after ${after}`);
}
