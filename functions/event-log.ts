import type { PlatformEvent } from '#model/events.ts';
import { eventKeys } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';

/** How long the feed goes back. */
export const eventRetentionSeconds = 30 * 24 * 3600;

/** Items of the event feed: events that became visible with one commit, as many as an item holds. */
export interface EventLogItem {
  version: 0;
  /** Names the commit and the part of it, so that appending it again is seen. */
  commit: string;
  events: PlatformEvent[];
}

/** JSON octets of an item's events, about; DynamoDB's limit is 400 KB. */
const largestItem = 200_000;

/**
 * Appends a commit's events at the next free numbers. Numbers have no gaps, because a number is taken only by a writer that
 * found the one before it taken; and a repeated append finds its own commit again, since the search starts at `after`, the
 * end of the log as it was when the commit was made.
 */
export async function appendEvents(
  store: Store,
  commit: string,
  events: PlatformEvent[],
  after: number,
): Promise<void> {
  let number = after;
  for (const [part, ofPart] of partsOf(events).entries()) {
    number = await appendItem(store, { version: 0, commit: `${commit}.${part}`, events: ofPart }, number);
  }
  // One that is late with this, or repeats an old append, does not take the tail back.
  if (number > after) await store.putIfNewer({ key: eventKeys.tail, document: { number, version: number } });
}

/** The number it took, now or at an earlier try. */
async function appendItem(store: Store, item: EventLogItem, after: number): Promise<number> {
  for (let number = after + 1; ; number += 1) {
    const key = eventKeys.key(number);
    if (await store.putIfVersion({ key, document: { ...item } }, null, expiryOf(item.events))) return number;
    const taken = await store.get(key);
    if (taken?.commit === item.commit) return number;
  }
}

function partsOf(events: readonly PlatformEvent[]): PlatformEvent[][] {
  const parts: PlatformEvent[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const octets = JSON.stringify(event).length;
    if (size + octets > largestItem) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(event);
    size += octets;
  }
  return parts;
}

const expiryOf = (events: readonly PlatformEvent[]): number =>
  Math.floor((events.at(-1)?.time ?? 0) / 1000) + eventRetentionSeconds;
