import type { Key } from '#model/keys.ts';
import type { Document, Page, Range, Store, Stored, Write } from './store.ts';

/** A store that lives as long as its object; keeps copies, so that nothing is shared with the caller. */
export class InMemoryStore implements Store {
  readonly #partitions = new Map<string, Map<string, Document>>();

  async get(key: Key): Promise<Document | undefined> {
    const document = this.#partitions.get(key.pk)?.get(key.sk);
    return document && structuredClone(document);
  }

  getImmutable(key: Key): Promise<Document | undefined> {
    return this.get(key);
  }

  async write(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      if ('put' in write) this.#put(write.put);
      else this.#partitions.get(write.delete.pk)?.delete(write.delete.sk);
    }
  }

  async putIfVersion(stored: Stored, version: number | null): Promise<boolean> {
    const current = this.#partitions.get(stored.key.pk)?.get(stored.key.sk);
    if ((current?.version ?? null) !== version) return false;
    this.#put(stored);
    return true;
  }

  async query(partition: string, range: Range = {}): Promise<Page> {
    const documents = this.#partitions.get(partition) ?? new Map<string, Document>();
    const sortKeys = [...documents.keys()].filter((sortKey) => within(sortKey, range)).sort(compareText);
    if (range.descending) sortKeys.reverse();
    const taken = sortKeys.slice(0, range.limit);
    const items = taken.map((sk) => ({
      key: { pk: partition, sk },
      document: structuredClone(documents.get(sk) ?? {}),
    }));
    return { items, next: taken.length < sortKeys.length ? (taken.at(-1) ?? null) : null };
  }

  #put({ key, document }: Stored): void {
    const partition = this.#partitions.get(key.pk) ?? new Map<string, Document>();
    partition.set(key.sk, structuredClone(document));
    this.#partitions.set(key.pk, partition);
  }
}

function within(sortKey: string, range: Range): boolean {
  if (range.prefix !== undefined && !sortKey.startsWith(range.prefix)) return false;
  if (range.after === undefined) return true;
  return range.descending ? sortKey < range.after : sortKey > range.after;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
