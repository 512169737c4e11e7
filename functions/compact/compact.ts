import { crc32 } from 'node:zlib';
import { type CompactionBounds, compact } from '#rib/base/compaction.ts';
import type { Manifest } from '#rib/base/manifest.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { familiesOf, type RouterHead, readHead, readHeads } from '#rib/rows/head.ts';
import type { Store } from '#rib/store/store.ts';
import { damageFinding, isReadable } from './damage.ts';
import { type CompactionPolicy, defaultPolicy, type Reason, reasonToCompact } from './due.ts';
import type { CompactionMetrics } from './metrics.ts';
import { WaitingLogs } from './waiting-logs.ts';

export interface CompactorDependencies {
  store: Store;
  now: () => number;
  /** Gives a name that no compaction has had. */
  newBatch: () => string;
  /** How far back `at` may ask, milliseconds. */
  retention: number;
  policy?: CompactionPolicy;
  bounds?: CompactionBounds;
  metrics: CompactionMetrics;
  logger: {
    info(message: string, detail: Record<string, unknown>): void;
    error(message: string, detail: Record<string, unknown>): void;
  };
}

/** Which routers are this run's: every one is of one lane. */
export interface Lane {
  lane: number;
  lanes: number;
}

/** The RIB of a router and family. */
interface Table {
  head: RouterHead;
  family: string;
}

/** Merges logs into bases where that is due. Two that run at once do no harm; one that dies is as if it had not been. */
export class Compactor {
  readonly #dependencies: CompactorDependencies;
  readonly #policy: CompactionPolicy;
  /** Manifests as they were last read here: those in the table may be newer. */
  readonly #manifests = new Map<string, Manifest | null>();
  readonly #waiting = new WaitingLogs();
  #uncompactedSince: number | null = null;
  /** The minute in which a block was last looked at. */
  readonly #verified = new Map<string, number>();

  constructor(dependencies: CompactorDependencies) {
    this.#dependencies = dependencies;
    this.#policy = dependencies.policy ?? defaultPolicy;
  }

  /** Compacts what is due; begins no other once `until` (milliseconds since 1970) has passed. Answers how many it did. */
  async run({ lane, lanes }: Lane, until: number): Promise<number> {
    const { store, now } = this.#dependencies;
    const heads = (await readHeads(store)).filter(({ routerId }) => crc32(routerId) % lanes === lane);
    const tables = heads.flatMap((head) => [...familiesOf(head)].map((family): Table => ({ head, family })));
    let done = 0;
    for (const table of rotated(tables, this.#minute())) {
      if (now() >= until) break;
      if (await this.#attempt(table)) done += 1;
    }
    const waiting = tables.map((table) => this.#waitingSince(table)).filter((since) => since !== null);
    this.#uncompactedSince = waiting.length === 0 ? null : Math.min(...waiting);
    return done;
  }

  /** After a run: for how long there has been something in a log of its routers that is in no base. 0: in none is anything. */
  get uncompactedSeconds(): number {
    return this.#uncompactedSince === null ? 0 : (this.#dependencies.now() - this.#uncompactedSince) / 1000;
  }

  #waitingSince({ head, family }: Table): number | null {
    const name = `${head.routerId}#${family}`;
    const logged = head.logged[family] ?? 0;
    return this.#waiting.since(name, logged, this.#manifests.get(name), this.#dependencies.now());
  }

  /** One that fails does not keep the others waiting: the next run tries it again. */
  async #attempt(table: Table): Promise<boolean> {
    const { metrics, logger } = this.#dependencies;
    try {
      return await this.#compactIfDue(table);
    } catch (error) {
      metrics.count('compactionsFailed', 1);
      const { head, family } = table;
      logger.error('compaction failed, will be tried again', {
        routerId: head.routerId,
        family,
        reason: String(error),
      });
      return false;
    }
  }

  async #compactIfDue({ head, family }: Table): Promise<boolean> {
    const name = `${head.routerId}#${family}`;
    const known = this.#manifests.get(name);
    if (known !== undefined && this.#reason(head, family, known) === null) return this.#verify({ head, family }, known);
    const { store } = this.#dependencies;
    const before = await readManifest(store, head.routerId, family);
    this.#manifests.set(name, before);
    const current = await readHead(store, head.routerId);
    const reason = current ? this.#reason(current, family, before) : null;
    if (current === undefined || reason === null) return false;
    await this.#compact({ head: current, family }, before, reason);
    return true;
  }

  /** Looks at one block a minute: damage is found though nobody asks for its routes. */
  async #verify({ head, family }: Table, manifest: Manifest | null): Promise<boolean> {
    const entries = manifest?.entries ?? [];
    const name = `${head.routerId}#${family}`;
    const minute = this.#minute();
    const entry = entries[minute % entries.length];
    if (entry === undefined || this.#verified.get(name) === minute) return false;
    this.#verified.set(name, minute);
    const { store } = this.#dependencies;
    if (await isReadable(store, head.routerId, family, entry.id)) return false;
    const before = await readManifest(store, head.routerId, family);
    const current = await readHead(store, head.routerId);
    if (!current || !before?.entries.some(({ id }) => id === entry.id)) return false;
    await this.#compact({ head: current, family }, before, 'damage', entry.id);
    return true;
  }

  #minute(): number {
    return Math.floor(this.#dependencies.now() / 60_000);
  }

  #reason(head: RouterHead, family: string, manifest: Manifest | null): Reason | null {
    return reasonToCompact(head, family, manifest, this.#dependencies.now(), this.#policy);
  }

  async #compact({ head, family }: Table, before: Manifest | null, reason: Reason, suspect = ''): Promise<void> {
    const { store, now, newBatch, retention, bounds, metrics, logger } = this.#dependencies;
    const began = now();
    const shape = { store, head, family, before, batch: newBatch(), now, retention, suspect };
    const result = await compact(bounds ? { ...shape, bounds } : shape);
    const { outcome, manifest, blocksWritten, octetsWritten } = result;
    if (outcome === 'flipped') this.#manifests.set(`${head.routerId}#${family}`, manifest);
    else this.#manifests.delete(`${head.routerId}#${family}`);
    metrics.count(outcome === 'flipped' ? 'compactions' : 'compactionsLost', 1);
    metrics.count('blocksWritten', blocksWritten);
    await store.write(await damageFinding(store, { routerId: head.routerId, family }, result, began));
    const { entries, covered, damages } = manifest;
    logger.info('compacted', {
      routerId: head.routerId,
      family,
      reason,
      outcome,
      covered,
      blocks: entries.length,
      rows: entries.reduce((sum, { rows }) => sum + rows, 0),
      blocksWritten,
      octetsWritten,
      damages: damages.length,
      milliseconds: now() - began,
    });
  }
}

/** Every table is the first at some time, so that one which cannot be compacted keeps none behind it waiting for ever. */
const rotated = <Item>(items: readonly Item[], turns: number): Item[] => {
  const first = items.length === 0 ? 0 : turns % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
};
