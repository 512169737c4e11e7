import { feedId } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { feedsOfFamily, isVisible, type PeerFeed, type RouterFeeds } from './feeds.ts';
import type { LogReader } from './log-reader.ts';
import { feedKey, type RouteKey, routeKeyOf } from './row.ts';
import type { ChangeHead } from './segment-changes.ts';

/** Visible routes by `feedId`; a feed without routes has 0. */
export type RouteCounts = ReadonlyMap<string, number>;

/** Counts by reading the log of a family once, and again only after something was applied or a feed changed. */
export class RouteCounter {
  readonly #reader: LogReader;
  readonly #known = new Map<string, { state: string; counts: RouteCounts }>();

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  async count(feeds: RouterFeeds): Promise<RouteCounts> {
    const families = new Set([...feeds.peers.values()].flatMap((peer) => peer.feeds.map(({ family }) => family)));
    const counts = await Promise.all([...families].map((family) => this.#countFamily(feeds, family)));
    return new Map(counts.flatMap((ofFamily) => [...ofFamily]));
  }

  async #countFamily(feeds: RouterFeeds, family: string): Promise<RouteCounts> {
    const name = `${feeds.router.id}#${family}`;
    const state = stateOf(feeds, family);
    const known = this.#known.get(name);
    if (known?.state === state) return known.counts;
    const counts = await countFamily(this.#reader, feeds, family);
    this.#known.set(name, { state, counts });
    return counts;
  }
}

/** Changes whenever the counts can. */
function stateOf(feeds: RouterFeeds, family: string): string {
  const ofFamily = [...feedsOfFamily(feeds, family)].map(([key, { feed }]) => `${key}=${feed.visibleFrom}`);
  return [feeds.applied, ...ofFamily].join(' ');
}

interface Count {
  /** By `feedKey`. */
  tallies: ReadonlyMap<string, Tally>;
  applied: Token;
  keyOf: (nlri: Nlri) => RouteKey;
}

interface Tally {
  entry: PeerFeed;
  /** Of each route, the change that spoke of it last. */
  last: Map<RouteKey, ChangeHead>;
}

async function countFamily(reader: LogReader, feeds: RouterFeeds, family: string): Promise<RouteCounts> {
  const { segments } = await reader.read(feeds.router.id, family, feeds.applied);
  const tallies = new Map<string, Tally>();
  for (const [key, entry] of feedsOfFamily(feeds, family)) tallies.set(key, { entry, last: new Map() });
  const count: Count = { tallies, applied: feeds.applied, keyOf: routeKeyOf(family) };
  for (const segment of segments) segment.eachHead((head, nlri) => tallyHead(count, head, nlri));
  return new Map(
    [...tallies.values()].map(({ entry: { peer, feed }, last }) => [
      feedId(peer.id, feed.view, family),
      [...last.values()].reduce((sum, { set }) => sum + (set === 0 ? 0 : 1), 0),
    ]),
  );
}

function tallyHead({ tallies, applied, keyOf }: Count, head: ChangeHead, nlri: Nlri): void {
  const tally = tallies.get(feedKey(head.peerId, head.view));
  if (!tally || !isVisible(tally.entry.feed, head.token, applied)) return;
  const key = keyOf(nlri);
  const known = tally.last.get(key);
  if (!known || known.token < head.token) tally.last.set(key, head);
}
