import type { BlockReader } from '../base/block-reader.ts';
import { damagesWithin } from '../base/damage.ts';
import { type BlockEntry, floorEntry, type Manifest } from '../base/manifest.ts';
import { behindManifest, readManifestAt } from '../base/manifest-store.ts';
import { type LogCommit, readable, readLog, unreadable } from '../log/log-commit.ts';
import { rowsOfRepeats } from '../log/repeats.ts';
import { DamageError, VersionError } from '../octets/octets.ts';
import type { RouterHead } from '../rows/head.ts';
import { baseRows } from '../rows/overlay.ts';
import type { FeedKey, LogRow, StandingRow } from '../rows/row.ts';
import type { Store } from '../store/store.ts';
import type { RouteMatch } from './route-match.ts';
import { type RouteChange, Timeline } from './timeline.ts';

export interface HistoryProps {
  store: Store;
  blocks: BlockReader;
  head: RouterHead;
  family: string;
  match: RouteMatch;
  isAsked: (feed: FeedKey) => boolean;
  /** Milliseconds since 1970: changes of commits behind the one, up to and with those of the other. */
  from: number;
  to: number;
  /** Of the log behind `from`, about, as it lies in the table. */
  mostOctets: number;
}

/** A change with the commit that brought it. */
export interface DatedChange extends RouteChange {
  /** Of a router's commits, never less than of the one before. */
  receivedAt: number;
  version: number;
}

export interface History {
  /** In the order in which the router said so. */
  changes: DatedChange[];
  /** The history goes on behind this time; null at its end. */
  until: number | null;
  /** Parts of base and log that could not be read. */
  unreadable: number;
}

/** A seal takes up room too. */
const octetsOfSeal = 1024;

/**
 * What a router's log says of some routes in a time, told against how they stood at its beginning: that is the base of then with
 * the log up to then.
 */
export async function readHistory(props: HistoryProps): Promise<History> {
  const { store, head, family, from, to, mostOctets } = props;
  const manifest = await readManifestAt(store, head.routerId, family, from);
  const history: History = { changes: [], until: null, unreadable: 0 };
  const timeline = new Timeline(head.routerId, manifest?.feeds ?? new Map());
  if (manifest) for await (const row of rowsThen(props, manifest, history)) timeline.begin(row);
  let octets = 0;
  let reached = from;
  for await (const commit of readLog(store, head.routerId, family, behindManifest(head.routerId, family, manifest))) {
    if (commit.version > head.version || commit.receivedAt > to) return history;
    if (octets >= mostOctets && commit.receivedAt > reached) return { ...history, until: reached };
    history.unreadable += unreadable(commit).length;
    const rows = [...askedRows(commit, props), ...(await repeatedRows(commit, props, manifest, history))];
    const changes = timeline.apply(commit, rows);
    if (commit.receivedAt <= from) continue;
    octets += commit.octets + octetsOfSeal;
    reached = commit.receivedAt;
    const { receivedAt, version } = commit;
    history.changes.push(...changes.map((change) => ({ ...change, receivedAt, version })));
  }
  return history;
}

const askedRows = (commit: LogCommit, { match, isAsked }: HistoryProps): LogRow[] =>
  readable(commit)
    .flatMap((segment) => [...segment.rows(match.filter)])
    .filter(({ nlri, feed }) => isAsked(feed) && match.matches(nlri));

/** Those that the commit repeats of base blocks, where these may have any. */
async function repeatedRows(
  { repeats }: LogCommit,
  { blocks, head, family, match, isAsked }: HistoryProps,
  manifest: Manifest | null,
  history: History,
): Promise<LogRow[]> {
  const entries = manifest?.entries ?? [];
  const near = new Set(nearEntries(entries, match).map(({ id }) => id));
  const far = new Set(entries.map(({ id }) => id).filter((id) => !near.has(id)));
  const found: LogRow[] = [];
  for (const ofBlock of repeats) {
    if (far.has(ofBlock.id)) continue;
    await unlessDamaged(history, async () => {
      const block = await blocks.read(head.routerId, family, ofBlock.id);
      const rows = rowsOfRepeats(block, ofBlock);
      found.push(...rows.filter(({ nlri, feed }) => isAsked(feed) && match.matches(nlri)));
    });
  }
  return found;
}

/** Those in which the routes may be. */
function nearEntries(entries: readonly BlockEntry[], { keyStart }: RouteMatch): readonly BlockEntry[] {
  const near = entries.slice(Math.max(0, floorEntry(entries, { key: keyStart, feed: '' })));
  return near.filter(({ first }, index) => index === 0 || first.key <= `${keyStart}\uffff`);
}

/** What cannot be read is counted, and the rest told. */
async function unlessDamaged(history: History, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof DamageError || error instanceof VersionError)) throw error;
    history.unreadable += 1;
  }
}

/** What the base has of the routes. */
async function* rowsThen(
  { blocks, head, family, match, isAsked }: HistoryProps,
  { entries, damages }: Manifest,
  history: History,
): AsyncGenerator<StandingRow> {
  const start = { key: match.keyStart, feed: '' };
  const end = { key: `${match.keyStart}\uffff`, feed: '' };
  history.unreadable += damagesWithin(damages, start, end).length;
  for (const entry of nearEntries(entries, match)) {
    const found: StandingRow[] = [];
    await unlessDamaged(history, async () => {
      const block = await blocks.read(head.routerId, family, entry.id);
      for (const [row] of baseRows(block, entry, [], match.filter)) {
        if (isAsked(row.feed) && match.matches(row.nlri)) found.push(row);
      }
    });
    yield* found;
  }
}
