import { saysTheSame } from '../rows/announced.ts';
import type { RouteKey } from '../rows/route-key.ts';
import type { FeedKey } from '../rows/row.ts';
import type { FoundRoute, RibView } from './view.ts';

/** A feed of a router. */
export interface Side {
  view: RibView;
  feed: FeedKey;
}

/** A route that the two sides do not have alike; null where one has it not at all. */
export interface DifferingRoute {
  key: RouteKey;
  left: FoundRoute | null;
  right: FoundRoute | null;
}

/** What differs in a range of keys. */
export interface DiffStretch {
  differing: DifferingRoute[];
  /** Rows that were read for it, those of other feeds among them. */
  looked: number;
  /** Everything up to and with this key has been compared; null: everything. */
  reached: RouteKey | null;
}

/** Behind every key. */
const end: RouteKey = '\uffff';

/** What differs between two feeds behind a key, in the order of routes: both are read in step, and neither is held. */
export async function* differingRoutes(left: Side, right: Side, after: RouteKey | null): AsyncGenerator<DiffStretch> {
  const rows = { left: new FeedRows(left, after), right: new FeedRows(right, after) };
  let looked = 0;
  for (let reached = ''; reached < end; ) {
    looked += await (rows.left.complete <= rows.right.complete ? rows.left : rows.right).readOn();
    reached = rows.left.complete < rows.right.complete ? rows.left.complete : rows.right.complete;
    if (reached === '') continue;
    const differing = [...pairs(rows.left.take(reached), rows.right.take(reached))].filter(differs);
    yield { differing, looked, reached: reached === end ? null : reached };
    looked = 0;
  }
}

const differs = ({ left, right }: DifferingRoute): boolean =>
  left === null || right === null || !saysTheSame(left, right);

/** The rows of one side as they are read. */
class FeedRows {
  /** All rows up to and with this key have been read. */
  complete: RouteKey = '';
  readonly #scan: AsyncGenerator<FoundRoute[]>;
  readonly #feed: FeedKey;
  /** Read and not yet taken. */
  #rows: FoundRoute[] = [];

  constructor({ view, feed }: Side, after: RouteKey | null) {
    this.#scan = view.scan(after === null ? undefined : { key: after, feed: end });
    this.#feed = feed;
  }

  /** Answers how many rows it has read. */
  async readOn(): Promise<number> {
    const { value: rows, done } = await this.#scan.next();
    if (done) {
      this.complete = end;
      return 0;
    }
    // The rows of the last key may go on.
    const last = rows.at(-1)?.key;
    this.complete = rows.findLast(({ key }) => key !== last)?.key ?? this.complete;
    this.#rows.push(...rows.filter(({ feed }) => feed === this.#feed));
    return rows.length;
  }

  take(until: RouteKey): FoundRoute[] {
    const count = this.#rows.findIndex(({ key }) => key > until);
    return this.#rows.splice(0, count === -1 ? this.#rows.length : count);
  }
}

function* pairs(left: readonly FoundRoute[], right: readonly FoundRoute[]): Generator<DifferingRoute> {
  let next = 0;
  for (const row of left) {
    for (let other = right[next]; other && other.key < row.key; other = right[next]) {
      yield { key: other.key, left: null, right: other };
      next += 1;
    }
    const same = right[next]?.key === row.key ? (right[next] ?? null) : null;
    if (same) next += 1;
    yield { key: row.key, left: row, right: same };
  }
  for (const other of right.slice(next)) yield { key: other.key, left: null, right: other };
}
