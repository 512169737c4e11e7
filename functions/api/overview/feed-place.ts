import { eventKeys } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';
import { type EventPosition, eventsOf } from '../../event-feed-reader.ts';
import { eventTail } from '../../event-tail.ts';

/** Where reading begins. */
export interface Beginning {
  /** The last event that is not read. */
  after: EventPosition;
  /** The parameter in which a client gave it, who would miss what is no longer kept behind it; null where it was looked up. */
  givenBy: 'after' | 'cursor' | null;
}

/**
 * The feed is in the order of commits, which is nearly that of the times of its events: one router may be further behind than
 * another.
 */
const disorder = 5 * 60_000;

/** Items looked at in one place: some of one late router among them hide nothing. */
const window = 16;

/** A place before all events that are kept and not older than `time`. */
export async function beginningAt(store: Store, time: number): Promise<Beginning> {
  const first = await firstReaching(store, time - disorder, await eventTail(store));
  return { after: await endOf(store, first - 1), givenBy: null };
}

/** A place before all events that are kept. In a short feed that is its start. */
export async function beginningOfFeed(store: Store): Promise<Beginning> {
  const tail = await eventTail(store);
  const first = eventKeys.firstOfBucket(tail) === 0 ? 1 : await firstReaching(store, Number.NEGATIVE_INFINITY, tail);
  return { after: await endOf(store, first - 1), givenBy: null };
}

/** Number of an item behind which no event is of `time` or older. */
export async function lastItemOf(store: Store, time: number): Promise<number> {
  const tail = await eventTail(store);
  const first = await firstReaching(store, time + disorder, tail);
  return first > tail ? Number.POSITIVE_INFINITY : first + window;
}

/**
 * Number of the first item that is followed, within the window, by an event of that time or later. Numbers have no gaps, so it is
 * found by bisection; older items have expired, which is as good as being too old.
 */
async function firstReaching(store: Store, time: number, tail: number): Promise<number> {
  let before = 0;
  let reaching = tail + 1;
  while (reaching - before > 1) {
    const middle = Math.floor((before + reaching) / 2);
    if (await reaches(store, middle, time)) reaching = middle;
    else before = middle;
  }
  return reaching;
}

async function reaches(store: Store, number: number, time: number): Promise<boolean> {
  const range = { after: eventKeys.key(number - 1).sk, limit: window };
  const { items } = await store.query(eventKeys.bucketOf(number), range);
  return items.some(({ document }) => eventsOf(document).some((event) => event.time >= time));
}

async function endOf(store: Store, number: number): Promise<EventPosition> {
  const document = number > 0 ? await store.get(eventKeys.key(number)) : undefined;
  return { number, index: document ? Math.max(0, eventsOf(document).length - 1) : 0 };
}
