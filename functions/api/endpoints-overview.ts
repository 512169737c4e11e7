import type { QueryOf } from '#model/api.ts';
import { elementStates, peerStates, routerStates, type Summary } from '#model/api-rows.ts';
import { routerOf } from '#model/partition.ts';
import { readAll } from '#rib/store/documents.ts';
import { type EventPosition, formatPosition } from '../event-feed-reader.ts';
import { eventRow } from '../event-row.ts';
import { timeText } from './clock.ts';
import { distinctPeers } from './distinct-peers.ts';
import type { Endpoints, Sources } from './endpoint.ts';
import { countEventsSince, type EventBatch, parsePosition, readEvents, startOfFeed } from './event-feed.ts';
import { healthOf } from './health.ts';
import { pageOf } from './paging.ts';
import { countRouters, routeCountRows } from './route-counts.ts';
import { tally } from './tally.ts';

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
    const elements = (await readAll(sources.store, 'element')).filter(isHere);
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
      ({ kind, severity }) =>
        (query.kind === undefined || query.kind.split(',').includes(kind)) &&
        (query.severity === undefined || severity === query.severity),
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
    const after = query.after === undefined ? startOfFeed : parsePosition(query.after);
    const { events, position } = await pollEvents(sources, query, after);
    return { rows: events.map(eventRow), next: formatPosition(position) };
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

/** Reads until there is an event or the waiting time has passed. */
async function pollEvents(
  { store, clock }: Sources,
  { wait, limit, type, subject }: QueryOf<'listEvents'>,
  after: EventPosition,
): Promise<EventBatch> {
  const until = clock.now() + wait * 1000;
  let position = after;
  for (;;) {
    const batch = await readEvents(store, {
      after: position,
      limit,
      wanted: (event) =>
        (type === undefined || event.type === type) && (subject === undefined || event.subject === subject),
    });
    const left = until - clock.now();
    if (batch.events.length > 0 || left <= 0) return batch;
    position = batch.position;
    if (batch.ended) await clock.wait(Math.min(pollMilliseconds, left));
  }
}
