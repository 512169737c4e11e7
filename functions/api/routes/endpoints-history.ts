import type { RouteChangeRow } from '#model/api-rows.ts';
import type { HeadPeer } from '#model/state.ts';
import { BlockReader } from '#rib/base/block-reader.ts';
import { type History, type HistoryProps, readHistory } from '#rib/read/history.ts';
import type { RouteChange } from '#rib/read/timeline.ts';
import type { Announced } from '#rib/rows/announced.ts';
import type { RouterHead } from '#rib/rows/head.ts';
import type { FeedKey } from '#rib/rows/row.ts';
import { timeText } from '../http/clock.ts';
import type { Endpoints, Sources } from '../http/endpoint.ts';
import { fittingRows } from '../http/paging.ts';
import { differencesOf } from './differences.ts';
import { historyPositionText, isBehind, mergedHistory, parseHistoryPosition, positionBehind } from './history-page.ts';
import { askedFeeds, routeMatch, timeRange } from './history-query.ts';
import { appliedAt, headsWith } from './rib-views.ts';
import { knownFamily } from './route-query.ts';
import { RouteRows, shownFeed } from './route-rows.ts';

/** Of the logs of all routers, as they lie in the table: read for one page; and of one router at the least. */
const mostOctets = 32 * 1024 * 1024;
const leastOctetsOfRouter = 512 * 1024;

/** Of blocks that several commits repeat. */
const keepBlockOctets = 16 * 1024 * 1024;

export const historyEndpoints = {
  async listRouteChanges(sources, { parameters, query, page }) {
    const family = knownFamily(parameters.family);
    const match = routeMatch(family, query);
    const { from: beginning, to } = timeRange(query, sources);
    const position = page.after === null ? null : parseHistoryPosition(page.after);
    const { from, behind } = position ?? { from: beginning, behind: null };
    const heads = await headsWith(sources, family.name, query.router);
    const feeds = new Map(heads.flatMap((head) => [...askedFeeds(head, query)]));
    const histories = await readHistories(sources, heads, feeds, { family: family.name, match, from, to });
    const { changes, until } = mergedHistory(histories);
    const ahead = behind === null ? changes : changes.filter((change) => isBehind(change.position, behind));
    const made = new RouteRows(family);
    const rows = fittingRows(ahead.slice(0, page.limit), (change) => changeRow(made, change, feeds));
    const next = positionBehind(ahead, rows.length, { from, until });
    const damagedParts = histories.reduce((sum, { unreadable }) => sum + unreadable, 0);
    const provenance = { appliedAt: appliedAt(heads, null), damagedParts };
    return { rows, next: next && historyPositionText(next), provenance };
  },
} satisfies Partial<Endpoints>;

type Feeds = ReadonlyMap<FeedKey, HeadPeer>;

function readHistories(
  { store }: Sources,
  heads: readonly RouterHead[],
  feeds: Feeds,
  asked: Pick<HistoryProps, 'family' | 'match' | 'from' | 'to'>,
): Promise<History[]> {
  const ofRouter = Math.max(leastOctetsOfRouter, mostOctets / heads.length);
  const blocks = new BlockReader(store, keepBlockOctets);
  const isAsked = (feed: FeedKey) => feeds.has(feed);
  return Promise.all(
    heads.map((head) => readHistory({ ...asked, store, blocks, head, isAsked, mostOctets: ofRouter })),
  );
}

function changeRow(rows: RouteRows, change: RouteChange, feeds: Feeds): RouteChangeRow {
  const { kind, reason, at, feed, before, after } = change;
  const peer = feeds.get(feed);
  const said = after ?? before;
  if (peer === undefined || said === null) throw new RangeError(`nothing is known of a change in ${feed}`);
  const shown = shownRoute(rows, said);
  const differences = before && after ? differencesOf(shownRoute(rows, before), shown) : [];
  return {
    time: timeText(at),
    kind: kind === 'changed' && differences.length === 0 ? 'confirmed' : kind,
    reason,
    ...rows.shownNlri(said.nlri).name,
    ...shownFeed(peer, feed),
    differences,
    attributes: shown.attributes,
    labels: shown.labels,
  };
}

const shownRoute = (rows: RouteRows, { nlri, set }: Announced) => ({
  ...rows.shownSet(set),
  labels: rows.shownNlri(nlri).labels,
});
