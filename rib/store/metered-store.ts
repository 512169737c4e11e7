import { type Key, kindOf } from '#model/keys.ts';
import { itemSize } from './item-size.ts';
import { lastPerKey } from './last-per-key.ts';
import { consistentReadUnits, eventualReadUnits, writeUnits } from './request-units.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from './store.ts';
import { type Operation, type Usage, UsageMeter } from './usage.ts';

/**
 * Counts what AWS would bill for the use of a store, from the sizes of the items that go through. That is the bill, but for
 * what a store does not tell:
 * - An item that is replaced or deleted bills by its old size where that is the larger; here by the new one, or as 1 KB.
 * - The `ttl` of an item read, some 9 octets, is not counted.
 * - A replica that had not heard of an item yet is asked for nothing: half a unit and a read more.
 * - A call that throws counts as nothing, though a part of its writes may have been taken.
 */
export class MeteredStore implements Store {
  readonly #store: Store;
  readonly #meter = new UsageMeter();

  constructor(store: Store) {
    this.#store = store;
  }

  /** All since the beginning. */
  usage(): readonly Usage[] {
    return this.#meter.usage();
  }

  /** What came on top since it was last taken. */
  takeUsage(): readonly Usage[] {
    return this.#meter.takeUsage();
  }

  async get(key: Key): Promise<Document | undefined> {
    const document = await this.#store.get(key);
    this.#countRead('get', key.pk, consistentReadUnits(sizeOf(key, document)));
    return document;
  }

  async getImmutable(key: Key): Promise<Document | undefined> {
    const document = await this.#store.getImmutable(key);
    this.#countRead('get-immutable', key.pk, eventualReadUnits(sizeOf(key, document)));
    return document;
  }

  async write(writes: readonly Write[]): Promise<void> {
    const counting = lastPerKey(writes);
    await this.#store.write(counting);
    for (const write of counting) {
      if ('put' in write) this.#countWrite('put', write.put.key, itemSize(write.put, write.ttl));
      else this.#countWrite('delete', write.delete, 0);
    }
  }

  /** One that is refused bills as one that is taken. */
  async putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    const taken = await this.#store.putIfVersion(stored, version, ttl);
    this.#countWrite('conditional-put', stored.key, itemSize(stored, ttl));
    return taken;
  }

  async putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    const taken = await this.#store.putIfNewer(stored, ttl);
    this.#countWrite('conditional-put', stored.key, itemSize(stored, ttl));
    return taken;
  }

  /** Each page rounds up what all its items come to. */
  async query(partition: string, range?: Range): Promise<Page> {
    const page = await this.#store.query(partition, range);
    const octets = page.items.reduce((size, item) => size + itemSize(item), 0);
    this.#countRead('query', partition, consistentReadUnits(octets));
    return page;
  }

  #countRead(operation: Operation, partition: string, readUnits: number): void {
    this.#meter.add({ kind: kindOf(partition), operation, requests: 1, writeUnits: 0, readUnits });
  }

  #countWrite(operation: Operation, { pk }: Key, octets: number): void {
    this.#meter.add({ kind: kindOf(pk), operation, requests: 1, writeUnits: writeUnits(octets), readUnits: 0 });
  }
}

const sizeOf = (key: Key, document: Document | undefined): number =>
  document === undefined ? 0 : itemSize({ key, document });
