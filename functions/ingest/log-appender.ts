import { servesOlder } from '#model/feed.ts';
import type { FeedMark } from '#model/feed-mark.ts';
import type { CommitState, PeerState } from '#model/state.ts';
import type { Token } from '#model/token.ts';
import { BlockReader } from '#rib/base/block-reader.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { type Appended, appendToLog, sealWrite } from '#rib/log/log.ts';
import { type Divided, divideRows } from '#rib/log/repeating.ts';
import { lastOfEachRoute, type PlacedRow } from '#rib/log/segment.ts';
import { type FeedKey, feedKey, type SegmentRow } from '#rib/rows/row.ts';
import type { Store, Write } from '#rib/store/store.ts';

/** Blocks of a base that are being compared with a dump: a full table takes some 30 MB. */
const keepBlockOctets = 256 * 1024 * 1024;

/** What a commit adds to the logs of a router, by family. */
export type AppendedByFamily = ReadonlyMap<string, Appended>;

/** Adds a commit's rows to the logs of a router. */
export class LogAppender {
  readonly #store: Store;
  readonly #newName: () => string;
  readonly #blocks: BlockReader;

  constructor({ store, newName }: { store: Store; newName: () => string }) {
    this.#store = store;
    this.#newName = newName;
    this.#blocks = new BlockReader(store, keepBlockOctets);
  }

  async append(
    routerId: string,
    rows: ReadonlyMap<string, readonly SegmentRow[]>,
    peers: Iterable<PeerState>,
    now: number,
  ): Promise<AppendedByFamily> {
    const appended = new Map<string, Appended>();
    const known = [...peers];
    for (const [family, ofFamily] of rows) {
      const [first] = ofFamily;
      if (first === undefined) continue;
      const divided = await this.#divided(
        routerId,
        family,
        lastOfEachRoute(ofFamily, family),
        learningFeeds(known, family),
      );
      const entry = { routerId, family, ...divided, first: first.token, name: this.#newName(), now };
      appended.set(family, await appendToLog(this.#store, entry));
    }
    return appended;
  }

  /** A dump after a reconnect repeats most of the base. */
  async #divided(
    routerId: string,
    family: string,
    rows: readonly PlacedRow[],
    learning: ReadonlyMap<FeedKey, Token>,
  ): Promise<Divided> {
    const manifest = learning.size > 0 ? await readManifest(this.#store, routerId, family) : null;
    if (manifest === null) return { rows, repeats: null };
    return divideRows({ routerId, family, rows, manifest, blocks: this.#blocks, learning });
  }
}

/** Those that are dumped while older rows are served. Since their incarnation nothing has happened to them as a whole. */
function learningFeeds(peers: readonly PeerState[], family: string): Map<FeedKey, Token> {
  const learning = peers.flatMap(({ id, feeds }) =>
    feeds
      .filter((feed) => feed.family === family && feed.state === 'learning' && servesOlder(feed))
      .map(({ view, incarnation }): [FeedKey, Token] => [feedKey(id, view), incarnation]),
  );
  return new Map(learning);
}

export function grown(before: CommitState['logged'], appended: AppendedByFamily): CommitState['logged'] {
  const sums = [...appended].map(([family, { octets }]) => [family, (before[family] ?? 0) + octets]);
  return { ...before, ...Object.fromEntries(sums) };
}

/** Of each family in which the commit has rows, or marks. */
export function sealWrites(state: CommitState, appended: AppendedByFamily, marks: readonly FeedMark[]): Write[] {
  const marksOf = Map.groupBy(marks, ({ family }) => family);
  const families = new Set([...appended.keys(), ...marksOf.keys()]);
  return [...families].map((family) => {
    const { items = [], repeats = [] } = appended.get(family) ?? {};
    return sealWrite(state, family, { items, repeats, marks: marksOf.get(family) ?? [] });
  });
}
