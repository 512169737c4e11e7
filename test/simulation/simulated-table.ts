import type { Key } from '#model/keys.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import type { Random } from '../fuzz/random.ts';
import type { Scheduler } from './scheduler.ts';

/** A process has been killed: what it still wanted is not done. */
export class Killed extends Error {
  override name = 'Killed';
}

/** The table, with the expiry that DynamoDB has. */
export class SimulatedTable {
  readonly store = new InMemoryStore();
  readonly #expiries = new Map<string, { key: Key; ttl: number }>();

  noteExpiry(key: Key, ttl: number | undefined): void {
    const name = `${key.pk} ${key.sk}`;
    if (ttl === undefined) this.#expiries.delete(name);
    else this.#expiries.set(name, { key, ttl });
  }

  async expire(nowSeconds: number): Promise<void> {
    for (const [name, { key, ttl }] of this.#expiries) {
      if (ttl >= nowSeconds) continue;
      await this.store.write([{ delete: key }]);
      this.#expiries.delete(name);
    }
  }
}

/**
 * The table as one process uses it: waits for its turn before each operation, puts the writes of a batch one by one in any
 * order, and dies after some operations, before or after the last of them was done.
 */
export class ProcessStore implements Store {
  readonly #table: SimulatedTable;
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  #operationsLeft: number;
  /** Some processes are slow. */
  readonly #turnsOfOperation: number;

  constructor(table: SimulatedTable, scheduler: Scheduler, random: Random, operationsLeft: number) {
    this.#table = table;
    this.#scheduler = scheduler;
    this.#random = random;
    this.#operationsLeft = operationsLeft;
    this.#turnsOfOperation = random.pick([1, 1, 6]);
  }

  get(key: Key): Promise<Document | undefined> {
    return this.#operation(() => this.#table.store.get(key));
  }

  getImmutable(key: Key): Promise<Document | undefined> {
    return this.get(key);
  }

  async write(writes: readonly Write[]): Promise<void> {
    const left = [...writes];
    while (left.length > 0) {
      const [write] = left.splice(this.#random.below(left.length), 1);
      if (write) await this.#operation(() => this.#write(write));
    }
  }

  putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    return this.#operation(async () => {
      const taken = await this.#table.store.putIfVersion(stored, version, ttl);
      if (taken) this.#table.noteExpiry(stored.key, ttl);
      return taken;
    });
  }

  putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    return this.#operation(async () => {
      const taken = await this.#table.store.putIfNewer(stored, ttl);
      if (taken) this.#table.noteExpiry(stored.key, ttl);
      return taken;
    });
  }

  query(partition: string, range?: Range): Promise<Page> {
    return this.#operation(() => this.#table.store.query(partition, range));
  }

  async #write(write: Write): Promise<void> {
    await this.#table.store.write([write]);
    if ('put' in write) this.#table.noteExpiry(write.put.key, write.ttl);
  }

  async #operation<Result>(perform: () => Promise<Result>): Promise<Result> {
    for (let turns = this.#turnsOfOperation; turns > 0; turns -= 1) await this.#scheduler.turn();
    this.#operationsLeft -= 1;
    if (this.#operationsLeft < 0) throw new Killed();
    const result = await perform();
    if (this.#operationsLeft === 0 && this.#random.oneIn(2)) throw new Killed();
    return result;
  }
}
