import { blockKeys } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import { Numbering } from '../octets/numbering.ts';
import type { FeedKey, SetText, StandingRow } from '../rows/row.ts';
import type { Store, Write } from '../store/store.ts';
import { type BlockRow, encodeBlock } from './block.ts';
import { Covers } from './covers.ts';
import type { BlockEntry, Manifest, RowClass } from './manifest.ts';
import { blockId } from './manifest-codec.ts';

/** Of attribute sets, and NLRI that are no prefixes, as they are, in a block: rows with long ones make a block sooner. */
const mostOctets = 96 * 1024;
/**
 * What a block may have beyond its measure, as a share of that, before it is cut in two: else one more row in a full block would
 * push others out of all that follow. It is also the least that a block of its own is made of.
 */
const spare = 1 / 4;
const blocksPerWrite = 25;

export interface BlockWriterProps {
  store: Store;
  routerId: string;
  family: string;
  /** Name of the compaction, which no other has: its blocks replace nobody's. */
  batch: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Epoch seconds at which the blocks may go. */
  ttl: number;
  rowsPerBlock: number;
  /** What is replaced: its default rows stay where its first block does. */
  before: Pick<Manifest, 'entries' | 'defaultRows'> | null;
}

/** Cuts rows that come in order into blocks and writes these. */
export class BlockWriter {
  readonly entries: BlockEntry[] = [];
  octets = 0;
  defaultRows: Uint8Array | null = null;
  readonly #props: BlockWriterProps;
  readonly #covers: Covers;
  #rows: StandingRow[] = [];
  #sets = new Set<SetText>();
  #octets = 0;
  /** How many of the rows make a block. */
  #measure = 0;
  #writes: Write[] = [];
  #blocks = 0;

  constructor(props: BlockWriterProps) {
    this.#props = props;
    this.#covers = new Covers(props.family);
  }

  /** Rows that are in no block yet. */
  get pending(): number {
    return this.#rows.length;
  }

  /** They are too few for a block of their own. */
  get isShort(): boolean {
    return this.pending > 0 && this.#fill < spare;
  }

  get blocks(): number {
    return this.#blocks;
  }

  /** True when there is more than a block: then `cut` is due. */
  add(row: StandingRow): boolean {
    this.#rows.push(row);
    this.#octets += (row.nlri.nlri?.length ?? 0) + (this.#sets.has(row.set) ? 0 : row.set.length);
    this.#sets.add(row.set);
    if (this.#fill <= 1) this.#measure = this.#rows.length;
    return this.#fill >= 1 + spare;
  }

  /** Ends a block of full measure; what is beyond that will be in the next. */
  async cut(): Promise<void> {
    const rest = this.#rows.splice(Math.max(1, this.#measure));
    await this.flush();
    for (const row of rest) this.add(row);
  }

  /** A block that stays as it is comes next; `next` is the one that followed it. */
  async keep(entry: BlockEntry, next: BlockEntry | undefined): Promise<void> {
    await this.flush();
    const { before } = this.#props;
    if (this.entries.length === 0 && before?.entries[0]?.id === entry.id) this.defaultRows = before.defaultRows;
    this.entries.push({ ...entry, covers: this.#covers.arrive(entry.first.key) });
    this.#covers.skip(entry, next);
  }

  async flush(): Promise<void> {
    if (this.#rows.length > 0) this.#endBlock();
    if (this.#writes.length >= blocksPerWrite) await this.#write();
  }

  async finish(): Promise<BlockEntry[]> {
    await this.flush();
    await this.#write();
    return this.entries;
  }

  get #fill(): number {
    return Math.max(this.#rows.length / this.#props.rowsPerBlock, this.#octets / mostOctets);
  }

  #endBlock(): void {
    const { routerId, family, batch, now, ttl } = this.#props;
    const [first] = this.#rows;
    if (first === undefined) return;
    const classes = new Numbering<string>();
    const known: { feed: FeedKey; token: Token; rows: number }[] = [];
    const rows = this.#rows.map((row): UnplacedRow => {
      const rowClass = classes.of(`${row.token} ${row.feed}`);
      known[rowClass] ??= { feed: row.feed, token: row.token, rows: 0 };
      known[rowClass].rows += 1;
      return { nlri: row.nlri, rowClass, firstSeen: row.firstSeen, lastChanged: row.lastChanged, set: row.set };
    });
    const data = encodeBlock(rows);
    if (this.entries.length === 0) this.defaultRows = defaultRowsOf(rows);
    const id = blockId(batch, this.#blocks++);
    this.#writes.push({ put: { key: blockKeys.key(routerId, family, id), document: { data } }, ttl });
    this.octets += data.length;
    this.entries.push({
      id,
      first: { key: first.key, feed: first.feed },
      covers: this.#covers.arrive(first.key),
      rows: rows.length,
      octets: data.length,
      writtenAt: Math.floor(now / 1000),
      classes: known satisfies readonly RowClass[],
    });
    for (const { key } of this.#rows) this.#covers.pass(key);
    this.#rows = [];
    this.#sets = new Set();
    this.#octets = 0;
  }

  async #write(): Promise<void> {
    await this.#props.store.write(this.#writes);
    this.#writes = [];
  }
}

type UnplacedRow = Omit<BlockRow, 'key' | 'place'>;

/** The manifest has room for a few. */
const mostDefaultRows = 16;
const mostDefaultOctets = 4096;

function defaultRowsOf(rows: readonly UnplacedRow[]): Uint8Array | null {
  const count = rows.findIndex(({ nlri }) => nlri.nlri !== null || nlri.prefixLength > 0);
  const some = rows.slice(0, count < 0 ? rows.length : count);
  if (some.length === 0 || some.length > mostDefaultRows) return null;
  const octets = encodeBlock(some);
  return octets.length > mostDefaultOctets ? null : octets;
}
