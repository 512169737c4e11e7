import type { KinesisStreamEvent } from 'aws-lambda';
import { Compactor } from '#functions/compact/compact.ts';
import { defaultPolicy } from '#functions/compact/due.ts';
import { createIngest, type IngestHandler } from '#functions/ingest/handler.ts';
import { encodeRecord } from '#model/record-codec.ts';
import type { Store } from '#rib/store/store.ts';
import { kinesisEvent } from '../functions/ingest/stream.ts';
import type { Random } from '../fuzz/random.ts';
import { Scheduler } from './scheduler.ts';
import type { SaidRecord } from './simulated-router.ts';
import { Killed, ProcessStore, SimulatedTable } from './simulated-table.ts';

export const retention = 24 * 3600 * 1000;
const everyRouter = { lane: 0, lanes: 1 };
/** Of compaction with nothing new: every commit of a long history at its own. */
const mostRounds = 400;
const everyDump = { leastLogInDump: 1, shareOfBaseInDump: 0 };
const patient = { leastLogInDump: 4000, shareOfBaseInDump: 1 };
const never = Number.MAX_SAFE_INTEGER;

/** What runs in the account: the stream, the table, and processes that work on them and die. */
export class SimulatedStation {
  readonly table = new SimulatedTable();
  readonly #random: Random;
  readonly #stream: SaidRecord[] = [];
  /** Records before this one are done with. */
  #checkpoint = 0;
  #ingest: IngestHandler | null = null;
  #former: IngestHandler | null = null;
  #batches = 0;
  now = Date.UTC(2026, 10, 1);
  scheduler: Scheduler;

  constructor(random: Random) {
    this.#random = random;
    this.scheduler = new Scheduler(random);
  }

  put(records: readonly SaidRecord[]): void {
    this.#stream.push(...records);
  }

  get drained(): boolean {
    return this.#checkpoint === this.#stream.length;
  }

  /** The table as a process of chance's choosing sees it: some die in the middle of what they do. */
  process(scheduler = this.scheduler): Store {
    const operations = this.#random.oneIn(4) ? this.#random.below(60) : never;
    return new ProcessStore(this.table, scheduler, this.#random, operations);
  }

  immortal(): Store {
    return new ProcessStore(this.table, this.scheduler, this.#random, never);
  }

  /** One batch through ingest, and at times an older one again through a process that knows of nothing newer. */
  async deliver(size: number): Promise<void> {
    const tasks = [this.#deliverNext(size)];
    if (this.#former && this.#random.oneIn(2)) tasks.push(this.#deliverAgain(this.#former));
    await Promise.all(tasks);
  }

  async #deliverNext(size: number): Promise<void> {
    this.#ingest ??= this.#newIngest(this.process());
    const handler = this.#ingest;
    const batch = this.#stream.slice(this.#checkpoint, this.#checkpoint + size);
    if (batch.length === 0) return;
    if (this.#random.oneIn(4)) {
      this.#former ??= handler;
      this.#ingest = null;
    }
    const answer = await handler(this.#event(batch));
    const [failed] = answer.batchItemFailures;
    if (failed === undefined) this.#checkpoint += batch.length;
    else {
      this.#checkpoint = Number(failed.itemIdentifier);
      this.#ingest = null;
    }
  }

  async #deliverAgain(handler: IngestHandler): Promise<void> {
    this.#former = null;
    const from = Math.max(0, this.#checkpoint - this.#random.below(6));
    await handler(this.#event(this.#stream.slice(from, from + 1 + this.#random.below(6)), from));
  }

  /** What comes next, by a process of its own whose answer comes too late: the stream gives it to others as well. */
  async deliverLate(store: Store): Promise<void> {
    const batch = this.#stream.slice(this.#checkpoint, this.#checkpoint + 1 + this.#random.below(4));
    if (batch.length > 0) await this.#newIngest(store)(this.#event(batch));
  }

  #event(batch: readonly SaidRecord[], from = this.#checkpoint): KinesisStreamEvent {
    const puts = batch.map(({ record }) => ({ partitionKey: record.routerId, data: encodeRecord(record) }));
    return kinesisEvent(puts, from);
  }

  #newIngest(store: Store): IngestHandler {
    return createIngest({
      store,
      now: () => this.now,
      metrics: { count: () => undefined },
      logger: { error: () => undefined },
    }).handler;
  }

  /** Compaction as eager and as small as can be, often of a part of the log only. Answers how much it did. */
  async compact(store: Store, dumps = this.#random.pick([everyDump, patient])): Promise<number> {
    const random = this.#random;
    const compactor = new Compactor({
      store,
      now: () => this.now,
      newBatch: () => `batch-${this.#batches++}`,
      retention,
      policy: { ...defaultPolicy, leastLog: 1, shareOfBase: 0, ...dumps },
      bounds: { mostLogOctets: random.pick([1, 300, 1_000_000]), rowsPerBlock: random.pick([3, 5, 8]) },
      metrics: { count: () => undefined },
      logger: { info: () => undefined, error: (_, { reason }) => rethrow(String(reason)) },
    });
    return compactor.run(everyRouter, Number.POSITIVE_INFINITY);
  }

  /** Until nothing is left to be compacted. */
  async compactAll(): Promise<void> {
    for (let rounds = 0; rounds < mostRounds; rounds += 1) {
      const [done] = await this.scheduler.run([this.compact(this.immortal(), everyDump)]);
      if (done === 0) return;
    }
    throw new Error(`compaction comes to no end in ${mostRounds} rounds`);
  }

  /** Everything, through a process that does not die. */
  async deliverAll(): Promise<void> {
    this.#ingest = this.#newIngest(this.immortal());
    while (!this.drained) await this.scheduler.run([this.#deliverNext(10)]);
  }

  /** Days in which nothing happens but that bases are kept alive and what has expired goes. */
  async passDays(): Promise<void> {
    for (let steps = 0; steps < 6; steps += 1) {
      this.now += 3.5 * 24 * 3600 * 1000;
      await this.compactAll();
      await this.table.expire(this.now / 1000);
    }
  }
}

/** That a process dies is nothing to tell; all else is a fault. */
function rethrow(reason: string): void {
  if (!reason.startsWith(Killed.name)) throw new Error(`a compaction failed: ${reason}`);
}
