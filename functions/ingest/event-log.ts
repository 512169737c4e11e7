import type { PlatformEvent } from '#model/events.ts';
import { eventKeys } from '#model/keys.ts';
import type { Store } from '#rib/store.ts';

/** How long the feed goes back. */
export const eventRetentionSeconds = 30 * 24 * 3600;

/** Items of the event feed: the events that became visible with one commit. */
export interface EventLogItem {
  version: 0;
  /** Names the commit, so that appending it again is seen. */
  commit: string;
  events: PlatformEvent[];
}

/**
 * Appends a commit's events at the next free number. Numbers have no gaps, because a number is taken only by a writer that
 * found the one before it taken; and a repeated append finds its own commit again, since the search starts at `after`, the
 * end of the log as it was when the commit was made.
 */
export async function appendEvents(
  store: Store,
  commit: string,
  events: PlatformEvent[],
  after: number,
): Promise<void> {
  const document: EventLogItem & Record<string, unknown> = { version: 0, commit, events };
  for (let number = after + 1; ; number += 1) {
    const key = eventKeys.key(number);
    if (await store.putIfVersion({ key, document }, null, expiryOf(events))) {
      await store.write([{ put: { key: eventKeys.tail, document: { number } } }]);
      return;
    }
    const taken = await store.get(key);
    if (taken?.commit === commit) return;
  }
}

const expiryOf = (events: readonly PlatformEvent[]): number =>
  Math.floor((events.at(-1)?.time ?? 0) / 1000) + eventRetentionSeconds;
