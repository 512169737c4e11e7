import type { Store } from '#rib/store/store.ts';
import { type Batch, batchesOf } from './batch.ts';
import { HeldCursor, OvertakenError, readCursor } from './cursor.ts';
import type { EventBus } from './event-bus.ts';
import { followEvents } from './follow.ts';
import type { PublishMetrics } from './metrics.ts';

export interface PublisherDependencies {
  store: Store;
  bus: EventBus;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  /** Gives a name that no lease has had. */
  newHolder: () => string;
  metrics: PublishMetrics;
  logger: { warn(message: string, detail: Record<string, unknown>): void };
}

export interface PublishResult {
  published: number;
  /** There is or may be more: somebody else is at it, or the time was over. */
  more: boolean;
}

/** What a request and the record of its outcome may take before the process ends, milliseconds. */
export const reserve = 10_000;
/** By how much the clocks of two processes may differ, milliseconds. */
const skew = 5_000;
/** Pauses before a batch is tried again, milliseconds. */
const pauses = [100, 200, 400, 800, 1600, 3200];

/**
 * Sends the event feed to a bus. The feed is the outbox and the cursor says what has been acknowledged, so it does not matter
 * who calls this, how often, or how many do at once (docs/adr/0015).
 */
export class Publisher {
  readonly #dependencies: PublisherDependencies;

  constructor(dependencies: PublisherDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Publishes to the end of the feed, or until `reserve` before the process ends at `endsAt` (milliseconds since 1970). Having
   * released the lease it looks again: whoever was turned away meanwhile may have known of an event that it did not see.
   * @throws where the bus goes on refusing
   */
  async run(endsAt: number): Promise<PublishResult> {
    const { store, now, newHolder, metrics } = this.#dependencies;
    let published = 0;
    while (now() < endsAt - reserve) {
      const cursor = await readCursor(store);
      if (await isEmpty(followEvents(store, cursor.next))) return { published, more: false };
      if (now() < cursor.lease.until) break;
      // Who has not released it by then is dead.
      const held = await HeldCursor.take(store, cursor, { holder: newHolder(), until: endsAt + skew });
      if (held === null) break;
      try {
        published += await this.#drain(held, endsAt - reserve);
      } catch (error) {
        if (!(error instanceof OvertakenError)) throw error;
        metrics.count('publishersOvertaken', 1);
        break;
      } finally {
        await held.release();
      }
    }
    return { published, more: true };
  }

  /** Answers how many were acknowledged. */
  async #drain(held: HeldCursor, until: number): Promise<number> {
    const { store, metrics } = this.#dependencies;
    const { next, ahead } = held.progress;
    let published = 0;
    for await (const batch of batchesOf(followEvents(store, next), new Set(ahead))) {
      const events = batch.pending.length;
      const isDone = await this.#deliver(batch, held, until);
      published += events - batch.pending.length;
      if (!isDone) break;
      metrics.count('feedItemsMissed', batch.missed);
    }
    return published;
  }

  /** Until all of it is acknowledged, or false when the time is over. */
  async #deliver(batch: Batch, held: HeldCursor, until: number): Promise<boolean> {
    const { now, wait } = this.#dependencies;
    for (let attempt = 0; now() < until; attempt += 1) {
      await this.#attempt(batch, held);
      if (batch.pending.length === 0) return true;
      const pause = pauses[attempt];
      if (pause === undefined) throw new Error(`the bus refused ${batch.pending.length} events, each time`);
      await wait(pause);
    }
    return false;
  }

  /** What the bus takes is recorded at once. */
  async #attempt(batch: Batch, held: HeldCursor): Promise<void> {
    const { bus, wait, metrics, logger } = this.#dependencies;
    const sent = batch.pending;
    let outcomes: (string | null)[];
    try {
      outcomes = sent.length === 0 ? [] : await bus.put(sent.map(({ sized }) => sized.entry));
    } catch (error) {
      metrics.count('putEventsFailed', 1);
      logger.warn('the bus gave no answer', { ids: sent.map(({ event }) => event.id), reason: String(error) });
      return;
    }
    const taken = sent.filter((_, index) => outcomes[index] === null);
    const refused = sent.filter((_, index) => outcomes[index] !== null);
    const reduced = taken.filter(({ sized }) => sized.isReduced).length;
    batch.acknowledge(taken);
    await held.record(batch.progress(held.progress), wait);
    metrics.count('eventsPublished', taken.length);
    metrics.count('eventsReduced', reduced);
    if (refused.length === 0) return;
    metrics.count('entriesRefused', refused.length);
    const reasons = outcomes.filter((outcome) => outcome !== null);
    logger.warn('the bus refused entries', { ids: refused.map(({ event }) => event.id), reasons });
  }
}

async function isEmpty(items: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _ of items) return false;
  return true;
}
