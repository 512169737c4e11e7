import type { FeedMark } from '#model/feed-mark.ts';
import type { Token } from '#model/token.ts';
import type { FeedVisibility } from '../base/manifest.ts';
import type { LogCommit } from '../log/log-commit.ts';
import { type Announced, saysTheSame } from '../rows/announced.ts';
import type { RouteKey } from '../rows/route-key.ts';
import { type FeedKey, feedKey, type LogRow, type Position, type StandingRow } from '../rows/row.ts';
import { isVisible, type Visibilities } from '../rows/visibility.ts';

export type ChangeKind = 'announced' | 'changed' | 'confirmed' | 'withdrawn' | 'hidden';

/** Why a route was hidden: its feed went down, or a dump of the feed ended without it. */
export type HidingReason = 'feed-down' | 'not-repeated';

/** What became of a route in a feed. */
export interface RouteChange extends Position {
  routerId: string;
  kind: ChangeKind;
  /** Of `hidden`. */
  reason: HidingReason | null;
  token: Token;
  /** Milliseconds since 1970. */
  at: number;
  before: Announced | null;
  after: Announced | null;
}

type Standing = Announced & { token: Token };

/** Tells row by row, and mark by mark, what they change in what is served of some routes of a router. */
export class Timeline {
  readonly #routerId: string;
  readonly #feeds: Map<FeedKey, FeedVisibility>;
  readonly #standing = new Map<FeedKey, Map<RouteKey, Standing>>();

  constructor(routerId: string, feeds: Visibilities) {
    this.#routerId = routerId;
    this.#feeds = new Map(feeds);
  }

  /** How a route stands before all changes: a base has what is served, and nothing else. */
  begin({ key, feed, nlri, set, token }: StandingRow): void {
    this.#ofFeed(feed).set(key, { nlri, set, token });
  }

  /** What the commit's rows, those of the routes that are watched, and its marks change. */
  apply({ marks, receivedAt }: LogCommit, rows: readonly LogRow[]): RouteChange[] {
    // At one token the mark counts first: it opens the feed that the row is the first of.
    const moments = [
      ...marks.map((mark) => ({ token: mark.token, tell: () => this.#mark(mark, receivedAt) })),
      ...rows.map((row) => ({ token: row.token, tell: () => this.#row(row) })),
    ];
    return moments.toSorted((a, b) => compareTokens(a.token, b.token)).flatMap(({ tell }) => tell());
  }

  #row(row: LogRow): RouteChange[] {
    const { key, feed, nlri, set, token, at } = row;
    const standing = this.#ofFeed(feed);
    const before = standing.get(key) ?? null;
    const change = { key, feed, routerId: this.#routerId, reason: null, token, at, before };
    if (set === null) {
      standing.delete(key);
      return before === null ? [] : [{ ...change, kind: 'withdrawn', after: null }];
    }
    if (!isVisible(this.#feeds.get(feed), token)) return [];
    const after = { nlri, set, token };
    standing.set(key, after);
    return [{ ...change, kind: kindOf(before, after), after }];
  }

  #mark({ peerId, view, token, incarnation, visibleFrom }: FeedMark, at: number): RouteChange[] {
    const feed = feedKey(peerId, view);
    this.#feeds.set(feed, { incarnation, visibleFrom });
    const standing = this.#ofFeed(feed);
    // In an order that does not hang on where the timeline began.
    const hidden = [...standing].filter(([, known]) => known.token < visibleFrom).sort(([a], [b]) => (a < b ? -1 : 1));
    const reason = visibleFrom > incarnation ? 'feed-down' : 'not-repeated';
    return hidden.map(([key, before]) => {
      standing.delete(key);
      return { key, feed, routerId: this.#routerId, kind: 'hidden', reason, token, at, before, after: null };
    });
  }

  #ofFeed(feed: FeedKey): Map<RouteKey, Standing> {
    const known = this.#standing.get(feed);
    if (known) return known;
    const added = new Map<RouteKey, Standing>();
    this.#standing.set(feed, added);
    return added;
  }
}

function kindOf(before: Announced | null, after: Announced): ChangeKind {
  if (before === null) return 'announced';
  return saysTheSame(before, after) ? 'confirmed' : 'changed';
}

const compareTokens = (a: Token, b: Token): number => (a < b ? -1 : a > b ? 1 : 0);
