import { blockKeys } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import { type BlockRow, encodeBlock } from './block.ts';
import type { BlockEntry, RowClass } from './manifest.ts';
import { blockId } from './manifest-codec.ts';
import { Numbering } from './numbering.ts';
import type { FeedKey, SetText, StandingRow } from './row.ts';
import type { Store, Write } from './store.ts';

/** Of attribute sets as they are, in a block: rows with long ones make a block sooner. */
const mostSetOctets = 96 * 1024;
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
}

/** Cuts rows that come in order into blocks and writes these. */
export class BlockWriter {
  readonly entries: BlockEntry[] = [];
  octets = 0;
  readonly #props: BlockWriterProps;
  #rows: StandingRow[] = [];
  #sets = new Set<SetText>();
  #setOctets = 0;
  #writes: Write[] = [];
  #blocks = 0;

  constructor(props: BlockWriterProps) {
    this.#props = props;
  }

  /** Rows that are in no block yet. */
  get pending(): number {
    return this.#rows.length;
  }

  get blocks(): number {
    return this.#blocks;
  }

  /** True when a block is full: then `flush` is due. */
  add(row: StandingRow): boolean {
    this.#rows.push(row);
    if (!this.#sets.has(row.set)) {
      this.#sets.add(row.set);
      this.#setOctets += row.set.length;
    }
    return this.#rows.length >= this.#props.rowsPerBlock || this.#setOctets >= mostSetOctets;
  }

  /** A block that stays as it is comes next. */
  async keep(entry: BlockEntry): Promise<void> {
    await this.flush();
    this.entries.push(entry);
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

  #endBlock(): void {
    const { routerId, family, batch, now, ttl } = this.#props;
    const [first] = this.#rows;
    if (first === undefined) return;
    const classes = new Numbering<string>();
    const known: { feed: FeedKey; token: Token; rows: number }[] = [];
    const rows = this.#rows.map((row): Omit<BlockRow, 'key' | 'place'> => {
      const rowClass = classes.of(`${row.token} ${row.feed}`);
      known[rowClass] ??= { feed: row.feed, token: row.token, rows: 0 };
      known[rowClass].rows += 1;
      return { nlri: row.nlri, rowClass, firstSeen: row.firstSeen, lastChanged: row.lastChanged, set: row.set };
    });
    const data = encodeBlock(rows);
    const id = blockId(batch, this.#blocks++);
    this.#writes.push({ put: { key: blockKeys.key(routerId, family, id), document: { data } }, ttl });
    this.octets += data.length;
    this.entries.push({
      id,
      first: { key: first.key, feed: first.feed },
      rows: rows.length,
      octets: data.length,
      writtenAt: Math.floor(now / 1000),
      classes: known satisfies readonly RowClass[],
    });
    this.#rows = [];
    this.#sets = new Set();
    this.#setOctets = 0;
  }

  async #write(): Promise<void> {
    await this.#props.store.write(this.#writes);
    this.#writes = [];
  }
}
