import { feedId } from '#model/keys.ts';
import { familiesOf, type RouterHead } from './head.ts';
import { Groups } from './merge.ts';
import { baseRows, overlaid } from './overlay.ts';
import type { RibReader } from './rib-reader.ts';
import { comparePositions, type FeedKey } from './row.ts';
import type { RibView } from './view.ts';
import { isVisible } from './visibility.ts';

/** Visible routes by `feedId`; a feed without routes has 0. */
export type RouteCounts = ReadonlyMap<string, number>;

/** Counts again only after something was applied or a feed changed. */
export class RouteCounter {
  readonly #reader: RibReader;
  readonly #known = new Map<string, { state: string; counts: RouteCounts }>();

  constructor(reader: RibReader) {
    this.#reader = reader;
  }

  async count(head: RouterHead): Promise<RouteCounts> {
    const counts = await Promise.all([...familiesOf(head)].map((family) => this.#countFamily(head, family)));
    return new Map(counts.flatMap((ofFamily) => [...ofFamily]));
  }

  async #countFamily(head: RouterHead, family: string): Promise<RouteCounts> {
    const name = `${head.routerId}#${family}`;
    const view = await this.#reader.open(head, family);
    const state = stateOf(head, view);
    const known = this.#known.get(name);
    if (known?.state === state) return known.counts;
    const counts = await countRoutes(view);
    this.#known.set(name, { state, counts });
    return counts;
  }
}

/** Changes whenever the counts can. */
function stateOf({ applied }: RouterHead, { feeds }: RibView): string {
  return [applied, ...[...feeds].map(([key, { feed }]) => `${key}=${feed.visibleFrom}`)].join(' ');
}

/** From what the manifest says of the blocks; only those that the log touches are read. */
export async function countRoutes(view: RibView): Promise<RouteCounts> {
  const tally = new Map<FeedKey, number>([...view.feeds.keys()].map((key) => [key, 0]));
  const add = (feed: FeedKey, rows: number): void => {
    tally.set(feed, (tally.get(feed) ?? 0) + rows);
  };
  const log = new Groups(view.logRows());
  for (const [index, entry] of view.entries.entries()) {
    const end = view.endOf(index);
    const repeats = view.repeatsOf(entry);
    const isTouched = log.position !== null && (end === null || comparePositions(log.position, end) < 0);
    if (!isTouched && repeats.length === 0) {
      for (const { feed, token, rows } of entry.classes)
        if (isVisible(view.feeds.get(feed)?.feed, token)) add(feed, rows);
      continue;
    }
    const block = await view.block(index);
    for (const row of overlaid(block ? baseRows(block, entry, repeats) : [], log, end, view.marks)) {
      if (view.served(row)) add(row.feed, 1);
    }
  }
  for (const row of overlaid([], log, null, view.marks)) if (view.served(row)) add(row.feed, 1);
  return new Map(
    [...view.feeds].map(([key, { peer, feed }]) => [feedId(peer.id, feed.view, feed.family), tally.get(key) ?? 0]),
  );
}
