import type { Token } from '#model/token.ts';
import { type FormerRows, readFormerRows } from '../log/former-rows.ts';
import { type LogRun, readable, readLog, readRun, unreadable } from '../log/log-commit.ts';
import type { CommitRepeats } from '../log/repeats.ts';
import { DamageError, VersionError } from '../octets/octets.ts';
import type { RouterHead } from '../rows/head.ts';
import { Groups, merged } from '../rows/merge.ts';
import { type BaseRow, baseRows, type MarksByFeed, marksByFeed, overlaid } from '../rows/overlay.ts';
import { comparePositions, type Position, type StandingRow } from '../rows/row.ts';
import { classToken, isVisible, type Visibilities, visibilitiesAfter, visibilitiesNow } from '../rows/visibility.ts';
import type { Store } from '../store/store.ts';
import type { Block } from './block.ts';
import { BlockReader } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import { Confirmation } from './confirmation.ts';
import { damagedBlock, damagedLog, damagesLeft, damagesUpTo } from './damage.ts';
import type { BlockEntry, Damage, Manifest } from './manifest.ts';
import { behindManifest, flipManifest, pastManifest } from './manifest-store.ts';

export interface CompactionProps {
  store: Store;
  /** Read after `before` was. */
  head: RouterHead;
  family: string;
  /** The manifest that counts; null where there is no base yet. */
  before: Manifest | null;
  /** A name that no other compaction has. */
  batch: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** How far back `at` may ask, milliseconds. */
  retention: number;
  bounds?: CompactionBounds;
  /** A block that was found to be damaged: it is looked at, whether or not the log touches it. */
  suspect?: string;
}

export interface CompactionBounds {
  /** Of the log, about, as it lies in the table: merged at once. */
  mostLogOctets: number;
  rowsPerBlock: number;
}

/** A block has some eight kilobytes, which is what a look-up reads. */
const defaultBounds: CompactionBounds = { mostLogOctets: 32 * 1024 * 1024, rowsPerBlock: 2048 };

/** A block of long attribute sets has few rows. */
const fewOctets = 2048;

export interface CompactionResult {
  /** `lost`: another was quicker; what this one wrote is nobody's, and goes in time. */
  outcome: 'flipped' | 'lost';
  manifest: Manifest;
  blocksWritten: number;
  octetsWritten: number;
}

/**
 * A block that has not been dead for longer than retention may be read, so it lives `blockLease` beyond that and is written
 * anew at the first compaction after half of it. Blocks that nobody names any more end by themselves, at no cost.
 */
export const blockLease = 8 * 24 * 3600 * 1000;

/**
 * Merges the log of a router and family into its base: block by block, so that it takes no more memory for a large base, and
 * writes only blocks whose rows are no longer the same. Nothing is served of it before the manifest has been flipped, so that
 * it may die at any moment, and of two that run at once one has worked in vain.
 */
export async function compact(props: CompactionProps): Promise<CompactionResult> {
  const { store, head, family, before, bounds = defaultBounds } = props;
  const log = readLog(store, head.routerId, family, behindManifest(head.routerId, family, before));
  const run = await readRun(log, head.version, bounds.mostLogOctets);
  const reader = new BlockReader(store, 0);
  const former = await readFormerRows(reader, { routerId: head.routerId, family }, run.commits, before);
  return new Compaction(props, run, former, bounds.rowsPerBlock).run();
}

/** Between what may be asked for and what is gone. */
const daySeconds = 24 * 3600;

class Compaction {
  readonly #props: CompactionProps;
  readonly #began: number;
  readonly #run: LogRun;
  /** A block with fewer is joined to the one before it, where that is written. */
  readonly #fewRows: number;
  readonly #feeds: Visibilities;
  readonly #marks: MarksByFeed;
  readonly #log: Groups;
  /** By the block that they repeat. */
  readonly #repeats: ReadonlyMap<string, readonly CommitRepeats[]>;
  readonly #writer: BlockWriter;
  readonly #reader: BlockReader;
  readonly #damages: Damage[];
  /** The last commit that is in the base by now. */
  readonly #covered: Token;
  readonly #version: number;

  constructor(props: CompactionProps, run: LogRun, former: FormerRows, rowsPerBlock: number) {
    this.#props = props;
    this.#fewRows = rowsPerBlock / 4;
    this.#run = run;
    const { store, head, family, before, batch, now, retention } = props;
    this.#began = now();
    const marks = run.commits.flatMap((commit) => commit.marks);
    this.#marks = marksByFeed(marks);
    this.#feeds = run.cut ? visibilitiesAfter(before?.feeds ?? new Map(), marks) : visibilitiesNow(head, family);
    const rows = run.commits.flatMap(readable).map((segment) => segment.rows());
    this.#log = new Groups(merged([...rows, ...former.rows]));
    this.#repeats = Map.groupBy(
      run.commits.flatMap(({ repeats }) => repeats),
      ({ id }) => id,
    );
    const ttl = Math.ceil((this.#began + blockLease + retention) / 1000);
    const block = { batch, now: this.#began, ttl, rowsPerBlock, before };
    this.#writer = new BlockWriter({ store, routerId: head.routerId, family, ...block });
    this.#reader = new BlockReader(store, 0);
    const last = run.cut ? run.commits.at(-1) : head;
    this.#covered = last?.applied ?? head.applied;
    this.#damages = damagesUpTo(this.#covered, before?.damages ?? []);
    this.#version = last?.version ?? head.version;
    for (const error of [...run.commits.flatMap(unreadable), ...former.errors]) {
      if (error instanceof VersionError) throw error;
      this.#damages.push(damagedLog(this.#covered));
    }
  }

  async run(): Promise<CompactionResult> {
    const entries = this.#props.before?.entries ?? [];
    if (entries.length === 0) await this.#mergeRange([], null);
    for (const [index, entry] of entries.entries()) await this.#passEntry(index, entry);
    const manifest = this.#manifest(await this.#writer.finish());
    return this.#flip(manifest);
  }

  async #passEntry(index: number, entry: BlockEntry): Promise<void> {
    const next = this.#props.before?.entries[index + 1];
    const end = next?.first ?? null;
    const isTouched = this.#logReaches(end) || this.#repeats.has(entry.id);
    if (this.#isSound(entry) && !isTouched && !this.#wantsMore(entry)) {
      await this.#writer.keep(this.#renewed(entry), next);
      return;
    }
    const block = await this.#read(index, entry);
    if (block === null) await this.#mergeRange([], end);
    else await this.#mergeBlock(block, entry, next);
  }

  /** Nothing in it is hidden, and it will last until the next time. */
  #isSound({ id, classes, writtenAt }: BlockEntry): boolean {
    if (id === this.#props.suspect) return false;
    if (this.#began - writtenAt * 1000 > blockLease / 2) return false;
    return classes.every(({ feed, token }) => isVisible(this.#feeds.get(feed), token));
  }

  #logReaches(end: Position | null): boolean {
    const { position } = this.#log;
    return position !== null && (end === null || comparePositions(position, end) < 0);
  }

  /** What is pending, or the block, is too little for a block of its own. */
  #wantsMore({ rows, octets }: BlockEntry): boolean {
    return this.#writer.pending > 0 && (this.#writer.isShort || (rows < this.#fewRows && octets < fewOctets));
  }

  /** Null where it is damaged; one of another version stops the compaction instead, as its rows are not lost. */
  async #read(index: number, entry: BlockEntry): Promise<Block | null> {
    const { head, family } = this.#props;
    try {
      return await this.#reader.read(head.routerId, family, entry.id);
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      this.#damages.push(damagedBlock(this.#props.before?.entries ?? [], index, this.#covered));
      return null;
    }
  }

  /** Writes the rows of a block's range, unless they are those of the block: then it stays, with the tokens of now. */
  async #mergeBlock(block: Block, entry: BlockEntry, next: BlockEntry | undefined): Promise<void> {
    const confirmation = new Confirmation(entry, rowsAlone(baseRows(block, entry, [])));
    let alike: StandingRow[] | null = this.#wantsMore(entry) ? null : [];
    const base = baseRows(block, entry, this.#repeats.get(entry.id) ?? []);
    for (const row of this.#served(overlaid(base, this.#log, next?.first ?? null, this.#marks))) {
      if (alike !== null && confirmation.confirms(row)) {
        alike.push(row);
        continue;
      }
      if (alike !== null) await this.#add(alike);
      alike = null;
      if (this.#writer.add(row)) await this.#writer.cut();
    }
    if (alike === null) return;
    const confirmed = confirmation.entry();
    if (confirmed && this.#isSound(confirmed)) await this.#writer.keep(confirmed, next);
    else await this.#add(alike);
  }

  #mergeRange(base: Iterable<BaseRow>, end: Position | null): Promise<void> {
    return this.#add(this.#served(overlaid(base, this.#log, end, this.#marks)));
  }

  async #add(rows: Iterable<StandingRow>): Promise<void> {
    for (const row of rows) if (this.#writer.add(row)) await this.#writer.cut();
  }

  *#served(rows: Iterable<StandingRow>): Generator<StandingRow> {
    for (const row of rows) {
      const feed = this.#feeds.get(row.feed);
      if (feed !== undefined && isVisible(feed, row.token)) yield { ...row, token: classToken(feed, row.token) };
    }
  }

  /** A class whose feed has been confirmed as a whole is spoken of by its newest token. */
  #renewed(entry: BlockEntry): BlockEntry {
    const classes = entry.classes.map((known) => {
      const feed = this.#feeds.get(known.feed);
      return feed ? { ...known, token: classToken(feed, known.token) } : known;
    });
    return { ...entry, classes };
  }

  #manifest(entries: BlockEntry[]): Manifest {
    const { head, family } = this.#props;
    const { commits, cut } = this.#run;
    const logged = commits.reduce((sum, { octets }) => sum + octets, this.#props.before?.logged ?? 0);
    return {
      generation: (this.#props.before?.generation ?? 0) + 1,
      covered: this.#covered,
      version: this.#version,
      asOf: head.receivedAt,
      madeAt: this.#began,
      logged: cut ? logged : (head.logged[family] ?? 0),
      feeds: this.#feeds,
      entries,
      defaultRows: this.#writer.defaultRows,
      damages: damagesLeft(this.#damages, this.#feeds),
    };
  }

  /** Keeps the manifest that is about to be replaced for those who ask what was: first, as it may be too late afterwards. */
  async #flip(manifest: Manifest): Promise<CompactionResult> {
    const { store, head, family, before, now, retention } = this.#props;
    const written = { blocksWritten: this.#writer.blocks, octetsWritten: this.#writer.octets };
    // What it read, and has written, is no longer sure to last.
    if (now() - this.#began > blockLease / 4) return { outcome: 'lost', manifest, ...written };
    const ttl = Math.ceil((now() + retention) / 1000) + daySeconds;
    if (before !== null) await store.write([pastManifest(head.routerId, family, before, ttl)]);
    const flipped = await flipManifest(store, head.routerId, family, manifest);
    return { outcome: flipped ? 'flipped' : 'lost', manifest, ...written };
  }
}

function* rowsAlone(rows: Iterable<BaseRow>): Generator<StandingRow> {
  for (const [row] of rows) yield row;
}
