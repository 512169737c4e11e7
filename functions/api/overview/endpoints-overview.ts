import type { QueryOf } from '#model/api.ts';
import { elementStates, peerStates, routerStates, type Summary } from '#model/api-rows.ts';
import type { PlatformEvent } from '#model/events.ts';
import { routerOf } from '#model/partition.ts';
import { readAll } from '#rib/store/documents.ts';
import { formatPosition } from '../../event-feed-reader.ts';
import { eventRow } from '../../event-row.ts';
import { readElements } from '../chains/known-elements.ts';
import { timeText } from '../http/clock.ts';
import type { Endpoints, Sources } from '../http/endpoint.ts';
import { matches } from '../http/matching.ts';
import { fittingRows, pageOf } from '../http/paging.ts';
import { tally } from '../http/tally.ts';
import { distinctPeers } from '../routers/distinct-peers.ts';
import { countRouters, routeCountRows } from '../routes/route-counts.ts';
import { countEventsSince, type EventBatch, parsePosition, readEvents } from './event-feed.ts';
import { type Beginning, beginningAt, beginningOfFeed } from './feed-place.ts';
import { healthOf } from './health.ts';

const hour = 3_600_000;
const pollMilliseconds = 500;

export const overviewEndpoints = {
  async getHealth({ store, clock }, { query }) {
    const [routers, claims, commits, collectors] = await Promise.all([
      readAll(store, 'router'),
      readAll(store, 'claim'),
      readAll(store, 'commit'),
      readAll(store, 'collector'),
    ]);
    const data = healthOf({ routers, claims, commits, collectors }, clock.now(), query.maxLagSeconds);
    return { data, status: data.status === 'ok' ? 200 : 503 };
  },

  async getSummary(sources, { query }) {
    const isHere = ({ location }: { location: string }) => query.location === undefined || location === query.location;
    const routers = (await readAll(sources.store, 'router')).filter(isHere);
    const ids = new Set(routers.map(({ id }) => id));
    const counted = await countRouters(sources, ({ routerId }) => ids.has(routerOf(routerId)));
    const elements = (await readElements(sources.store)).whole.filter(isHere);
    const peers = distinctPeers(counted.flatMap(({ head }) => [...head.peers.values()]));
    return {
      data: {
        elements: tally(
          elements.map(({ state }) => state),
          elementStates,
        ),
        routers: tally(
          routers.map(({ session }) => session.state),
          routerStates,
        ),
        peers: tally(
          peers.map(({ state }) => state),
          peerStates,
        ),
        routes: routesByView(routeCountRows(counted, ['view', 'family'])),
        eventsLastHour: await countEventsSince(sources.store, sources.clock.now() - hour),
      },
    };
  },

  async listFindings({ store }, { query, page }) {
    const findings = (await readAll(store, 'finding')).filter(
      ({ kind, severity, routerId }) =>
        (query.kind === undefined || query.kind.split(',').includes(kind)) &&
        matches(query.severity, severity) &&
        matches(query.router, routerId),
    );
    const { items, next } = pageOf(findings, ({ id }) => id, page);
    const rows = items.map(({ routerId, since, ...finding }) => ({
      ...finding,
      router: routerId,
      since: timeText(since),
    }));
    return { rows, next };
  },

  async listEvents(sources, { query }) {
    const { events, position } = await pollEvents(sources, query, await beginningOf(sources, query));
    const rows = fittingRows(events, ({ event }) => eventRow(event));
    const last = rows.length < events.length ? events[rows.length - 1]?.position : position;
    return { rows, next: formatPosition(last ?? position) };
  },
} satisfies Partial<Endpoints>;

function routesByView(rows: ReturnType<typeof routeCountRows>): Summary['routes'] {
  const byView = Map.groupBy(rows, ({ view }) => view ?? '');
  return Object.fromEntries(
    [...byView].map(([view, ofView]) => [
      view,
      Object.fromEntries(ofView.map(({ family, routes }) => [family ?? '', routes])),
    ]),
  );
}

/** A cursor goes before a time: it is where the answer to that has ended. */
async function beginningOf({ store }: Sources, { after, from }: QueryOf<'listEvents'>): Promise<Beginning> {
  if (after !== undefined) return { after: parsePosition(after), givenBy: 'after' };
  return from === undefined ? beginningOfFeed(store) : beginningAt(store, Date.parse(from));
}

/** Reads until there is an event or the waiting time has passed. */
async function pollEvents(
  { store, clock }: Sources,
  { wait, limit, from, type, subject, location }: QueryOf<'listEvents'>,
  beginning: Beginning,
): Promise<EventBatch> {
  const until = clock.now() + wait * 1000;
  const since = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const selection = {
    limit,
    wanted: (event: PlatformEvent) =>
      event.time >= since &&
      matches(type, event.type) &&
      matches(subject, event.subject) &&
      (location === undefined || event.data.location === location),
  };
  let next = beginning;
  for (;;) {
    const batch = await readEvents(store, { ...selection, beginning: next });
    const left = until - clock.now();
    if (batch.events.length > 0 || left <= 0) return batch;
    next = { ...next, after: batch.position };
    if (batch.ended) await clock.wait(Math.min(pollMilliseconds, left));
  }
}
