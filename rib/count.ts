import { feedId } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import { feedKey, feedsOfFamily, isVisible, type PeerFeed, type RouterFeeds } from './feeds.ts';
import type { LogReader } from './log-reader.ts';
import { nlriKey } from './row.ts';
import type { RowHead } from './segment.ts';

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

/** Of a route in a feed, what was said last. */
interface Standing {
  token: Token;
  withdrawn: boolean;
}

interface Tally {
  entry: PeerFeed;
  standing: Map<string, Standing>;
}

async function countFamily(reader: LogReader, feeds: RouterFeeds, family: string): Promise<RouteCounts> {
  const { segments } = await reader.read(feeds.router.id, family, feeds.applied);
  const tallies = new Map<string, Tally>();
  for (const [key, entry] of feedsOfFamily(feeds, family)) tallies.set(key, { entry, standing: new Map() });
  for (const segment of segments) segment.eachHead((head) => tallyHead(tallies, feeds.applied, head));
  return new Map(
    [...tallies.values()].map(({ entry: { peer, feed }, standing }) => [
      feedId(peer.id, feed.view, family),
      [...standing.values()].reduce((sum, { withdrawn }) => sum + (withdrawn ? 0 : 1), 0),
    ]),
  );
}

function tallyHead(
  tallies: Map<string, Tally>,
  applied: Token,
  { peerId, view, nlri, token, withdrawn }: RowHead,
): void {
  const tally = tallies.get(feedKey(peerId, view));
  if (!tally || !isVisible(tally.entry.feed, token, applied)) return;
  const key = nlriKey(nlri);
  const known = tally.standing.get(key);
  if (!known || known.token < token) tally.standing.set(key, { token, withdrawn });
}
