import { acrossRouters } from '#model/events.ts';
import type { Store } from '#rib/store/store.ts';
import { feedItems } from '../event-feed-reader.ts';
import { eventTail } from '../event-tail.ts';

/** What the event feed says of what has changed. */
export interface News {
  /** Number of the item up to which it was read. */
  cursor: number;
  routerIds: ReadonlySet<string>;
  /** Time of the newest event of a router, milliseconds since 1970; null where there is none. */
  newest: number | null;
  /** There are events of a correlation: of our own one, or of another's. */
  ofCorrelation: boolean;
}

/** Behind these many items it is cheaper to read everything anew. */
const mostItems = 2_000;

/**
 * What came behind `cursor`, or null where that is not to be had: it has expired, is too much, or the feed is another one that
 * began anew. Reads one page where there is nothing new; with `thorough` it also finds out whether the feed goes on where that is missing.
 */
export async function readNews(
  store: Store,
  cursor: number,
  { thorough }: { thorough: boolean },
): Promise<News | null> {
  const tail = thorough ? await eventTail(store) : cursor;
  if (tail < cursor || tail - cursor > mostItems) return null;
  const routerIds = new Set<string>();
  let newest: number | null = null;
  let reached = cursor;
  for await (const { number, events } of feedItems(store, cursor + 1, tail)) {
    if (number !== reached + 1 || number - cursor > mostItems) return null;
    reached = number;
    for (const { routerId, time } of events) {
      routerIds.add(routerId);
      if (routerId !== acrossRouters) newest = Math.max(newest ?? time, time);
    }
  }
  if (reached < tail) return null;
  return { cursor: reached, ofCorrelation: routerIds.delete(acrossRouters), routerIds, newest };
}
