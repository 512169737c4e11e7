import type { PlatformEvent } from '#model/events.ts';
import { eventKeys } from '#model/keys.ts';
import { queryAll, type Store } from '#rib/store/store.ts';

/** The place of an event: number of its item, then its index in it, from 0. */
export interface EventPosition {
  number: number;
  index: number;
}

export const formatPosition = ({ number, index }: EventPosition): string => `${number}.${index}`;

/** An item of the event feed: events that became visible with one commit. */
export interface FeedItem {
  number: number;
  events: PlatformEvent[];
}

/**
 * Items of the feed from number `from` on, bucket by bucket, to its end, which is not before `tail`. Numbers have no gaps, so
 * what is missing before an item has expired; and the first empty bucket behind `tail` is the end.
 */
export async function* feedItems(store: Store, from: number, tail: number): AsyncGenerator<FeedItem> {
  let next = Math.max(from, 1);
  let start = next;
  for (;;) {
    let found = false;
    let isOvertaken = false;
    const range = { after: eventKeys.key(start - 1).sk };
    for await (const { key, document } of queryAll(store, eventKeys.bucketOf(start), range)) {
      const number = eventKeys.numberOf(key);
      isOvertaken = number > next && (await hasCome(store, number - 1));
      if (isOvertaken) break;
      found = true;
      yield { number, events: eventsOf(document) };
      next = number + 1;
    }
    if (isOvertaken) {
      start = next;
      continue;
    }
    start = eventKeys.firstOfNextBucket(start);
    if (!found && start > tail) return;
  }
}

/**
 * A query is no snapshot: of two items that were put while it ran it can show the later one alone. The earlier one is there
 * by now, which tells it from one that has expired.
 */
const hasCome = async (store: Store, number: number): Promise<boolean> =>
  (await store.get(eventKeys.key(number))) !== undefined;

export const eventsOf = ({ events }: Record<string, unknown>): PlatformEvent[] => (Array.isArray(events) ? events : []);
