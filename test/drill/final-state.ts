import { createHash } from 'node:crypto';
import type { EventRow } from '#model/api-rows.ts';
import type { ApiReader } from './api-reader.ts';

/** All that the API tells of some routers, without times and session numbers: of equal histories it is equal. Sorted lines, by kind. */
export type FinalState = Readonly<Record<string, readonly string[]>>;

export async function finalStateOf(api: ApiReader, routers: ReadonlySet<string>): Promise<FinalState> {
  const ours = <Row extends { router: string }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ router }) => routers.has(router));
  const peers = ours(await api.peers());
  return {
    routers: sorted(
      (await api.routers())
        .filter(({ id }) => routers.has(id))
        .map(({ id, location, deviceId, session, poisoned }) => [
          id,
          location,
          deviceId,
          session.state,
          session.synced,
          poisoned,
        ]),
    ),
    feeds: sorted(
      peers.flatMap(({ id, state, feeds }) =>
        feeds.map((feed) => [id, state, feed.view, feed.family, feed.state, feed.endOfRib, feed.routes]),
      ),
    ),
    elements: sorted(
      ours(await api.elements()).map(({ id, state, missing, pairing, services }) => [
        id,
        state,
        missing,
        pairing,
        services,
      ]),
    ),
    announcements: sorted(
      ours(await api.announcements()).map((row) => [
        row.router,
        row.peer,
        row.serviceIp,
        row.role,
        row.pipeline,
        row.state,
      ]),
    ),
    findings: sorted(ours(await api.findings()).map(({ router, kind, subject }) => [router, kind, subject])),
    routes: await routesOf(api, routers),
  };
}

/** Number and digest of the routes of each feed, with their attributes. */
async function routesOf(api: ApiReader, routers: Iterable<string>): Promise<string[]> {
  const feeds = new Map<string, string[]>();
  for (const router of routers) {
    for await (const { peer, view, prefix, pathId, attributes, stale } of api.routes(router)) {
      const name = `${router} ${peer.address} ${view}`;
      const lines = feeds.get(name) ?? [];
      feeds.set(name, lines);
      lines.push(JSON.stringify([prefix, pathId, attributes, stale]));
    }
  }
  return Array.from(feeds, ([name, lines]) => `${name}: ${lines.length} routes, ${digest(lines.sort())}`).sort();
}

const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 16);

const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

/** What a state lacks, or has too much, beside another. */
export function differences(found: FinalState, wanted: FinalState): string[] {
  return Object.keys(wanted).flatMap((kind) => {
    const [some = [], others = []] = [found[kind], wanted[kind]];
    return [
      ...some.filter((line) => !others.includes(line)).map((line) => `${kind}: has ${line}`),
      ...others.filter((line) => !some.includes(line)).map((line) => `${kind}: lacks ${line}`),
    ];
  });
}

/** What the feed tells of elements, one line each in its order; and what is told twice. */
export function elementEvents(events: readonly EventRow[]): { lines: string[]; doubled: string[] } {
  const ids = events.map(({ id }) => id);
  const lines = events
    .filter(({ type }) => type.includes('element'))
    .map(({ type, subject, data }) => `${subject} ${type} ${data.from ?? ''} ${data.to ?? data.state ?? ''}`);
  return { lines: lines.sort(), doubled: ids.filter((id, index) => ids.indexOf(id) !== index) };
}
