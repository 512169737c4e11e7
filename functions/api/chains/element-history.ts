import type { QueryOf } from '#model/api.ts';
import type { EventRow } from '#model/api-rows.ts';
import type { PlatformEvent } from '#model/events.ts';
import type { Store } from '#rib/store/store.ts';
import { formatPosition } from '../../event-feed-reader.ts';
import { eventRow } from '../../event-row.ts';
import { fittingRows, type PageRequest } from '../http/paging.ts';
import { invalidRequest } from '../http/problem.ts';
import { parsePosition, readEvents } from '../overview/event-feed.ts';
import { type Beginning, beginningAt, beginningOfFeed, lastItemOf } from '../overview/feed-place.ts';
import type { ElementPremises } from './element-premises.ts';

type HistoryQuery = Pick<QueryOf<'listElementEvents'>, 'from' | 'to'>;

/** What the event feed tells of one element, a bounded part of the feed at a time. @throws Problem 400 or 410 */
export async function historyPage(
  store: Store,
  premises: ElementPremises,
  query: HistoryQuery,
  { after, limit }: PageRequest,
): Promise<{ rows: EventRow[]; next: string | null }> {
  const { from, to } = timesOf(query);
  const isOf = concerning(premises);
  const { events, position, ended } = await readEvents(store, {
    beginning: await beginningOf(store, after, from),
    ...(to !== undefined && { until: await lastItemOf(store, to) }),
    limit,
    wanted: (event) =>
      (from === undefined || event.time >= from) && (to === undefined || event.time <= to) && isOf(event),
  });
  const rows = fittingRows(events, ({ event }) => eventRow(event));
  const cut = rows.length < events.length ? events[rows.length - 1] : undefined;
  if (cut !== undefined) return { rows, next: formatPosition(cut.position) };
  return { rows, next: ended ? null : formatPosition(position) };
}

async function beginningOf(store: Store, after: string | null, from: number | undefined): Promise<Beginning> {
  if (after !== null) return { after: parsePosition(after), givenBy: 'cursor' };
  return from === undefined ? beginningOfFeed(store) : beginningAt(store, from);
}

/** Milliseconds since 1970. @throws Problem 400 */
function timesOf({ from, to }: HistoryQuery): { from: number | undefined; to: number | undefined } {
  const times = { from: timeOf(from), to: timeOf(to) };
  if (times.from === undefined || times.to === undefined || times.from <= times.to) return times;
  throw invalidRequest([{ parameter: 'to', detail: 'is before `from`' }]);
}

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** Of the element and of what routers see of it; and of its announcements, also of those that are gone. */
function concerning({ element, parts, peers, announcements, allAnnouncements }: ElementPremises) {
  const ids = new Set([element, ...parts].map(({ id }) => id));
  const own = new Set(announcements.map(({ id }) => id));
  const sessions = new Set<unknown>(peers.map(({ id }) => id));
  const others = new Set(
    allAnnouncements.filter(({ elementId }) => elementId !== null && !ids.has(elementId)).map(({ id }) => id),
  );
  return ({ type, subject, data }: PlatformEvent): boolean => {
    if (type.startsWith('element.')) return ids.has(subject) || own.has(subject);
    if (type.startsWith('attachment.')) return data.element === element.id;
    if (!type.startsWith('announcement.')) return false;
    if (typeof data.element === 'string') return ids.has(data.element);
    return own.has(subject) || (sessions.has(data.peer) && !others.has(subject));
  };
}
