import { formatPosition } from '../event-feed-reader.ts';
import type { Progress } from './cursor.ts';
import { entryOf, largestRequest, type SizedEntry } from './entry.ts';
import type { FollowedEvent } from './follow.ts';

/** The most that PutEvents takes. */
const mostEvents = 10;

interface Step extends FollowedEvent {
  /** Null once it has been acknowledged. */
  sized: SizedEntry | null;
}

type PendingStep = Step & { sized: SizedEntry };

/**
 * Events that follow each other in the feed and may leave side by side: no two of one subject, as the bus may take the later
 * one alone. Those that had been acknowledged already count as part of the ten, so that what stands acknowledged behind one
 * that fails is never more than nine.
 */
export class Batch {
  readonly #steps: Step[] = [];
  #octets = 0;

  /** False where it belongs to the next batch. */
  add(step: Step): boolean {
    const { event, sized } = step;
    const isFull = this.#steps.length === mostEvents || this.#octets + (sized?.octets ?? 0) > largestRequest;
    const isLater = sized !== null && this.pending.some((earlier) => earlier.event.subject === event.subject);
    if (isFull || isLater) return false;
    this.#steps.push(step);
    this.#octets += sized?.octets ?? 0;
    return true;
  }

  /** What has still to be sent, in order. */
  get pending(): PendingStep[] {
    return this.#steps.filter((step): step is PendingStep => step.sized !== null);
  }

  acknowledge(steps: readonly Step[]): void {
    for (const step of steps) step.sized = null;
  }

  /** Items missing before its events. */
  get missed(): number {
    return this.#steps.reduce((sum, { missed }) => sum + missed, 0);
  }

  /** How far the feed has been published with what of this batch is acknowledged. */
  progress(before: Progress): Progress {
    const first = this.#steps.findIndex(({ sized }) => sized !== null);
    const done = first === -1 ? this.#steps : this.#steps.slice(0, first);
    const ahead = this.#steps.slice(done.length).filter(({ sized }) => sized === null);
    return {
      next: done.at(-1)?.next ?? before.next,
      ahead: ahead.map(({ position }) => formatPosition(position)),
    };
  }
}

/** The feed in batches; `ahead` are the places of events that were acknowledged before the first of them. */
export async function* batchesOf(
  events: AsyncIterable<FollowedEvent>,
  ahead: ReadonlySet<string>,
): AsyncGenerator<Batch> {
  let batch = new Batch();
  for await (const followed of events) {
    const step = { ...followed, sized: ahead.has(formatPosition(followed.position)) ? null : entryOf(followed.event) };
    if (batch.add(step)) continue;
    yield batch;
    batch = new Batch();
    batch.add(step);
  }
  yield batch;
}
