import { randomUUID } from 'node:crypto';
import { Compactor } from '#functions/compact/compact.ts';
import { type CompactionPolicy, defaultPolicy } from '#functions/compact/due.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import type { Store } from '#rib/store/store.ts';
import { kinesisEvent } from '../functions/ingest/stream.ts';
import type { Batch } from './router-stream.ts';

const retention = 24 * 3600 * 1000;
const allRouters = { lane: 0, lanes: 1 };
/** What is due at once, however little it is. */
const atOnce: CompactionPolicy = { ...defaultPolicy, leastLog: 0, shareOfBase: 0 };

/** Ingest and compaction over one table, by the clock of the stream; what each uses of the table is told apart. */
export class Pipeline {
  readonly ingestStore: MeteredStore;
  readonly compactStore: MeteredStore;
  #compactions = 0;
  readonly #handler: ReturnType<typeof createIngest>['handler'];
  readonly #compactor: Compactor;
  #now = 0;

  constructor(store: Store, policy = defaultPolicy) {
    this.ingestStore = new MeteredStore(store);
    this.compactStore = new MeteredStore(store);
    const now = () => this.#now;
    this.#handler = createIngest({ store: this.ingestStore, now, metrics: noMetrics, logger }).handler;
    this.#compactor = this.#compactorBy(policy);
  }

  /** A batch, and what of compaction is due then. */
  async take(routerId: string, batch: Batch): Promise<void> {
    await this.ingest(routerId, batch);
    await this.compact(batch.at);
  }

  async takeAll(routerId: string, batches: Iterable<Batch>): Promise<void> {
    for (const batch of batches) await this.take(routerId, batch);
  }

  async ingest(routerId: string, { records, at }: Batch): Promise<void> {
    this.#now = at;
    const event = kinesisEvent(records.map((data) => ({ partitionKey: routerId, data })));
    const { batchItemFailures } = await this.#handler(event);
    if (batchItemFailures.length > 0) throw new Error('ingest failed');
  }

  async compact(at: number): Promise<void> {
    this.#now = at;
    this.#compactions += await this.#compactor.run(allRouters, Number.POSITIVE_INFINITY);
  }

  /** All of the log into the base, due or not. */
  async compactRest(): Promise<void> {
    this.#compactions += await this.#compactorBy(atOnce).run(allRouters, Number.POSITIVE_INFINITY);
  }

  /** How many there were since it was last asked. */
  takeCompactions(): number {
    const count = this.#compactions;
    this.#compactions = 0;
    return count;
  }

  #compactorBy(policy: CompactionPolicy): Compactor {
    const store = this.compactStore;
    const now = () => this.#now;
    return new Compactor({ store, now, newBatch: randomUUID, retention, policy, metrics: noMetrics, logger });
  }
}

const noMetrics = { count: () => undefined };

const logger = {
  info: () => undefined,
  error: (message: string, detail: Record<string, unknown>) => console.error(message, detail),
};
