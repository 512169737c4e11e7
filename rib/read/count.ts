import { feedId } from '#model/keys.ts';
import { floorEntry } from '../base/manifest.ts';
import { familiesOf, type RouterHead } from '../rows/head.ts';
import { Groups } from '../rows/merge.ts';
import { baseRows, overlaid } from '../rows/overlay.ts';
import type { FeedKey } from '../rows/row.ts';
import { isVisible } from '../rows/visibility.ts';
import { readAhead } from './read-ahead.ts';
import type { RibReader } from './rib-reader.ts';
import type { RibView } from './view.ts';

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

/** Those for whose range the log has something; in order. */
function touchedEntries(view: RibView): Set<number> {
  const touched = new Set<number>();
  for (const row of view.logRows()) touched.add(Math.max(0, floorEntry(view.entries, row)));
  for (const [index, entry] of view.entries.entries()) if (view.repeatsOf(entry).length > 0) touched.add(index);
  if (view.entries.length === 0) touched.clear();
  return new Set([...touched].sort((a, b) => a - b));
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
  const touched = touchedEntries(view);
  for (const [index, { classes }] of view.entries.entries()) {
    if (touched.has(index)) continue;
    for (const { feed, token, rows } of classes) if (isVisible(view.feeds.get(feed)?.feed, token)) add(feed, rows);
  }
  const log = new Groups(view.logRows());
  for await (const [index, block] of readAhead(touched, (place) => view.block(place))) {
    const entry = view.entries[index];
    const base = block && entry ? baseRows(block, entry, view.repeatsOf(entry)) : [];
    for (const row of overlaid(base, log, view.endOf(index), view.marks)) if (view.served(row)) add(row.feed, 1);
  }
  for (const row of overlaid([], log, null, view.marks)) if (view.served(row)) add(row.feed, 1);
  return new Map(
    [...view.feeds].map(([key, { peer, feed }]) => [feedId(peer.id, feed.view, feed.family), tally.get(key) ?? 0]),
  );
}
