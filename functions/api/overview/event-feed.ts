import type { PlatformEvent } from '#model/events.ts';
import { eventKeys } from '#model/keys.ts';
import { queryAll, type Store } from '#rib/store/store.ts';
import { type EventPosition, eventsOf, type FeedItem, feedItems } from '../../event-feed-reader.ts';
import { eventTail } from '../../event-tail.ts';
import { Problem } from '../http/problem.ts';
import type { Beginning } from './feed-place.ts';

export interface EventSelection {
  beginning: Beginning;
  /** Number of the last item that is read; without it, that of the feed. */
  until?: number;
  limit: number;
  wanted(event: PlatformEvent): boolean;
}

export interface PlacedEvent {
  event: PlatformEvent;
  position: EventPosition;
}

export interface EventBatch {
  events: PlacedEvent[];
  /** Of the last event that was looked at. */
  position: EventPosition;
  /** False when the search stopped before the end of the feed. */
  ended: boolean;
}

const mostEventsLookedAt = 20_000;
const positionForm = /^(\d{1,12})\.(\d{1,16})$/;

/** @throws Problem 400 */
export function parsePosition(text: string): EventPosition {
  const match = positionForm.exec(text);
  if (match) return { number: Number(match[1]), index: Number(match[2]) };
  throw new Problem('invalid-cursor', 'after takes what `page.next` of an answer gave.', {
    faults: [{ parameter: 'after', detail: 'is not a cursor of the events' }],
  });
}

/** The next wanted events. @throws Problem 410 when events behind a cursor are no longer kept, or it is of another feed */
export async function readEvents(store: Store, selection: EventSelection): Promise<EventBatch> {
  const { beginning, until = Number.POSITIVE_INFINITY, limit, wanted } = selection;
  const { after } = beginning;
  const events: PlacedEvent[] = [];
  let position = after;
  let lookedAt = 0;
  let isEmpty = true;
  const tail = await eventTail(store);
  for await (const item of feedItems(store, after.number, tail)) {
    if (isEmpty) refuseGap(beginning, item);
    isEmpty = false;
    if (item.number > until) return { events, position, ended: true };
    for (const [index, event] of item.events.entries()) {
      if (item.number === after.number && index <= after.index) continue;
      if (events.length === limit || lookedAt === mostEventsLookedAt) return { events, position, ended: false };
      position = { number: item.number, index };
      lookedAt += 1;
      if (wanted(event)) events.push({ event, position });
    }
  }
  if (isEmpty && after.number > tail) throw expired(beginning, 'There is no such cursor in this feed');
  return { events, position, ended: true };
}

/** How many events are not older than `since`; reads the feed from its end. */
export async function countEventsSince(store: Store, since: number): Promise<number> {
  let count = 0;
  for (let number = await eventTail(store); number >= 0; number = eventKeys.firstOfBucket(number) - 1) {
    for await (const { document } of queryAll(store, eventKeys.bucketOf(number), { descending: true })) {
      const recent = eventsOf(document).filter(({ time }) => time >= since).length;
      count += recent;
      if (recent === 0) return count;
    }
  }
  return count;
}

/**
 * From a place that was looked up, what was dropped is not missed; behind a cursor it is. A cursor beyond the events of its
 * item is of a feed that was here before: a station without a data directory begins anew when it restarts.
 */
function refuseGap(beginning: Beginning, { number: found, events }: FeedItem): void {
  const { number, index } = beginning.after;
  if (beginning.givenBy === null || number === 0) return;
  if (found > number + 1) throw expired(beginning, 'Events behind this cursor are no longer kept');
  if (found === number && index >= events.length) throw expired(beginning, 'There is no such cursor in this feed');
}

const expired = ({ givenBy }: Beginning, reason: string): Problem =>
  new Problem('expired-cursor', `${reason}: begin again without \`${givenBy}\`.`);
