import { setTimeout as delay } from 'node:timers/promises';
import type { Closing } from './close-reason.ts';

interface Drainable {
  /** It has been told to close, or is closing by itself. */
  readonly isClosing: boolean;
  /** When something was received last; milliseconds of any clock. */
  readonly heardAt: number;
  close(closing: Closing): void;
}

/**
 * Closes connections one after the other, spread over `milliseconds`, so that their routers do not all dump to the next collector at the
 * same moment. Those come first that have been silent for longest: who dumps just now may come to an end with it. One that ends by itself
 * needs no turn, and the others get its time. After `signal` all that are left are closed at once.
 */
export async function drain(
  connections: Iterable<Drainable>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + milliseconds;
  for (let open = openOf(connections); open.length > 0; open = openOf(connections)) {
    const next = open.reduce((quietest, other) => (other.heardAt < quietest.heardAt ? other : quietest));
    next.close({ reason: 'stopping', detail: null });
    const pause = (until - performance.now()) / open.length;
    // Rejects when the signal comes, which is all it has to say.
    if (pause > 0 && !signal.aborted) await delay(pause, undefined, { signal }).catch(() => {});
  }
}

const openOf = (connections: Iterable<Drainable>): Drainable[] =>
  Array.from(connections).filter(({ isClosing }) => !isClosing);
