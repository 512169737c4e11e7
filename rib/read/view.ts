import type { HeadPeer } from '#model/state.ts';
import type { Token } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { Block } from '../base/block.ts';
import type { BlockReader } from '../base/block-reader.ts';
import { beginning, damagesWithin } from '../base/damage.ts';
import { type BlockEntry, floorEntry, type Manifest } from '../base/manifest.ts';
import type { FormerRows } from '../log/former-rows.ts';
import { type LogCommit, readable, unreadable } from '../log/log-commit.ts';
import type { CommitRepeats } from '../log/repeats.ts';
import type { PrefixFilter } from '../log/segment.ts';
import { DamageError, VersionError } from '../octets/octets.ts';
import { feedsOfFamily, isStale, type PeerFeed, type RouterHead } from '../rows/head.ts';
import { Groups, merged } from '../rows/merge.ts';
import { type BaseRow, baseRows, type MarksByFeed, marksByFeed, overlaid } from '../rows/overlay.ts';
import { comparePositions, type FeedKey, type LogRow, type Position, type StandingRow } from '../rows/row.ts';
import { isVisible } from '../rows/visibility.ts';
import { readAhead } from './read-ahead.ts';

/** A route as a feed has it. */
export interface FoundRoute extends StandingRow {
  routerId: string;
  peer: HeadPeer;
  stale: boolean;
}

export interface ViewProps {
  head: RouterHead;
  family: string;
  manifest: Manifest | null;
  /** The log behind what the manifest covers. */
  commits: readonly LogCommit[];
  /** Rows of the log that repeat those of blocks which are no longer in the base. */
  former: FormerRows;
  blocks: BlockReader;
  /** Told of each part of the base that cannot be read. */
  onUnreadable: (id: string, error: Error) => void;
}

/** The RIB of a router and family as of one commit: a base, and the log behind it laid over that. */
export class RibView {
  readonly routerId: string;
  readonly family: string;
  readonly entries: readonly BlockEntry[];
  readonly feeds: ReadonlyMap<FeedKey, PeerFeed>;
  readonly marks: MarksByFeed;
  readonly #props: ViewProps;
  readonly #repeats: ReadonlyMap<string, readonly CommitRepeats[]>;
  /** What could not be read, by name: answers may lack its routes. */
  readonly #unreadable = new Set<string>();

  constructor(props: ViewProps) {
    const { head, family, manifest, commits, former } = props;
    this.#props = props;
    this.routerId = head.routerId;
    this.family = family;
    this.entries = manifest?.entries ?? [];
    this.feeds = feedsOfFamily(head, family);
    this.marks = marksByFeed(commits.flatMap(({ marks }) => marks));
    this.#repeats = Map.groupBy(
      commits.flatMap(({ repeats }) => repeats),
      ({ id }) => id,
    );
    for (const commit of commits) if (unreadable(commit).length > 0) this.#unreadable.add(commit.position);
    for (const { message } of former.errors) this.#unreadable.add(message);
  }

  /** Everything up to this token is in it. */
  get applied(): Token {
    return this.#props.head.applied;
  }

  /** How many parts that were asked for cannot be read. */
  get unreadable(): number {
    return this.#unreadable.size;
  }

  /** Rows of the log, in order. */
  logRows(filter?: PrefixFilter): Generator<LogRow> {
    const { commits, former } = this.#props;
    const formerRows = former.rows.map((rows) => (filter ? rows.filter(({ nlri }) => passes(filter, nlri)) : rows));
    return merged([...commits.flatMap(readable).map((segment) => segment.rows(filter)), ...formerRows]);
  }

  /** What the log repeats of a block of the base, oldest first. */
  repeatsOf({ id }: BlockEntry): readonly CommitRepeats[] {
    return this.#repeats.get(id) ?? noRepeats;
  }

  /** The block of an entry, or null where it cannot be read, which is noted. */
  async block(index: number): Promise<Block | null> {
    const { id, first } = this.entries[index] ?? missing(index);
    this.noteDamages(index === 0 ? beginning : first, this.endOf(index));
    try {
      return await this.#props.blocks.read(this.routerId, this.family, id);
    } catch (error) {
      if (!(error instanceof DamageError || error instanceof VersionError)) throw error;
      this.#unreadable.add(id);
      this.#props.onUnreadable(id, error);
      return null;
    }
  }

  /** The rows of the default route, out of the manifest: places and classes are those of the first block. Null where it has none. */
  defaultRows(): Block | null {
    const { manifest } = this.#props;
    return manifest?.defaultRows ? new Block(manifest.defaultRows, this.family) : null;
  }

  /** Where the range of an entry ends; null is the end of all. */
  endOf(index: number): Position | null {
    return this.entries[index + 1]?.first ?? null;
  }

  /** The base lacks nothing, as far as is known. */
  get isWhole(): boolean {
    return (this.#props.manifest?.damages ?? []).length === 0;
  }

  /** Notes what the base is known to lack between two positions. */
  noteDamages(from: Position, end: Position | null): void {
    for (const { first, token } of damagesWithin(this.#props.manifest?.damages ?? [], from, end)) {
      this.#unreadable.add(`${token} ${first.key}`);
    }
  }

  /** The row as it is served, or null where it is hidden. */
  served(row: StandingRow): FoundRoute | null {
    const known = this.feeds.get(row.feed);
    if (known === undefined || !isVisible(known.feed, row.token)) return null;
    const { peer, feed } = known;
    return { ...row, routerId: this.routerId, peer, stale: isStale(feed, row.token, this.#props.head.session) };
  }

  /** What is served from a position on, in order, a block's worth at a time. */
  async *scan(from: Position = beginning): AsyncGenerator<FoundRoute[]> {
    const log = new Groups(behind(this.logRows(), from));
    if (this.entries.length === 0) this.noteDamages(from, null);
    const places = [...this.entries.keys()].slice(Math.max(0, floorEntry(this.entries, from)));
    for await (const [index, block] of readAhead(places, (place) => this.block(place))) {
      const entry = this.entries[index] ?? missing(index);
      const end = this.endOf(index);
      const base = block === null ? [] : baseRowsBehind(baseRows(block, entry, this.repeatsOf(entry)), from);
      yield* chunked(this.#servedRows(overlaid(base, log, end, this.marks)), rowsAtOnce);
    }
    yield* chunked(this.#servedRows(overlaid([], log, null, this.marks)), rowsAtOnce);
  }

  *#servedRows(rows: Iterable<StandingRow>): Generator<FoundRoute> {
    for (const row of rows) {
      const found = this.served(row);
      if (found !== null) yield found;
    }
  }
}

function missing(index: number): never {
  throw new RangeError(`there is no entry ${index}`);
}

const rowsAtOnce = 2048;

function* behind<Row extends Position>(rows: Iterable<Row>, from: Position): Generator<Row> {
  for (const row of rows) if (comparePositions(row, from) > 0) yield row;
}

function* baseRowsBehind(rows: Iterable<BaseRow>, from: Position): Generator<BaseRow> {
  for (const row of rows) if (comparePositions(row[0], from) > 0) yield row;
}

const passes = (filter: PrefixFilter, { nlri, prefixLength, address }: Nlri): boolean =>
  nlri === null && filter(prefixLength, address);

const noRepeats: readonly CommitRepeats[] = [];

function* chunked<Row>(rows: Iterable<Row>, size: number): Generator<Row[]> {
  let chunk: Row[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
