import type { PlatformEvent } from '#model/events.ts';
import type { Store } from '#rib/store/store.ts';
import { type EventPosition, feedItems } from '../event-feed-reader.ts';
import { eventTail } from '../event-tail.ts';

/** The place of the very first event. */
export const firstPosition: EventPosition = { number: 1, index: 0 };

export interface FollowedEvent {
  event: PlatformEvent;
  position: EventPosition;
  /** Of the event behind it. */
  next: EventPosition;
  /** How many items of the feed are missing before it. */
  missed: number;
}

/** The events at `from` and behind it. What a feed dropped before it was first followed is not missed. */
export async function* followEvents(store: Store, from: EventPosition): AsyncGenerator<FollowedEvent> {
  const isNew = from.number === firstPosition.number && from.index === firstPosition.index;
  let expected = isNew ? Number.POSITIVE_INFINITY : from.number;
  let missed = 0;
  for await (const { number, events } of feedItems(store, from.number, await eventTail(store))) {
    missed += Math.max(0, number - expected);
    expected = number + 1;
    for (const [index, event] of events.entries()) {
      if (number === from.number && index < from.index) continue;
      const next = index + 1 < events.length ? { number, index: index + 1 } : { number: number + 1, index: 0 };
      yield { event, position: { number, index }, next, missed };
      missed = 0;
    }
  }
}
