import type { Key } from '#model/keys.ts';

/** What the table holds under a key: plain values, arrays, maps and `Uint8Array`. */
export type Document = Record<string, unknown>;

export interface Stored {
  key: Key;
  document: Document;
}

export type Versioned = Stored & { document: { version: number } };

export type Write = { put: Stored; ttl?: number } | { delete: Key };

export interface Range {
  /** Sort keys that begin with this. */
  prefix?: string;
  /** Sort keys strictly beyond this one, in the direction of the query. With a prefix, one that begins with it. */
  after?: string;
  limit?: number;
  descending?: boolean;
}

export interface Page {
  items: Stored[];
  /** Sort key to continue after; null at the end. What is after it may turn out to be nothing. */
  next: string | null;
}

/**
 * The small part of a key-value table with sorted ranges that we rely on. Sort keys are in the order of their UTF-8 octets.
 * Reads are strongly consistent. Failures throw. test/rib/store-conformance.ts says it in full.
 */
export interface Store {
  get(key: Key): Promise<Document | undefined>;
  /** Of an item that is never changed once it is written: may be served by a replica, at half the price. */
  getImmutable(key: Key): Promise<Document | undefined>;
  /**
   * Unconditional puts and deletes, in no particular order, retried until all are taken; of several of one key the last one
   * counts. `ttl` is in epoch seconds.
   */
  write(writes: readonly Write[]): Promise<void>;
  /** Puts only where the item's attribute `version` equals `version` (null: where there is no item). False when it does not. */
  putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean>;
  /** Puts unless the item there has this `version` or a higher one: then what it says has been overtaken. */
  putIfNewer(stored: Versioned, ttl?: number): Promise<boolean>;
  query(partition: string, range?: Range): Promise<Page>;
}

/** Follows the pages of a query to its end. */
export async function* queryAll(store: Store, partition: string, range: Range = {}): AsyncGenerator<Stored> {
  let after = range.after;
  for (;;) {
    const page = await store.query(partition, after === undefined ? range : { ...range, after });
    yield* page.items;
    if (page.next === null) return;
    after = page.next;
  }
}
