import type { Token } from '#model/token.ts';
import type { Block } from '../base/block.ts';
import { Numbering } from '../octets/numbering.ts';
import { OctetReader, OctetWriter } from '../octets/octets.ts';
import { sealed, unsealed } from '../octets/sealed.ts';
import { readToken, writeToken } from '../octets/token-codec.ts';
import type { FeedKey, LogRow } from '../rows/row.ts';

/*
 * Rows of a commit that say again what a base block says: a dump after a reconnect is mostly this, and costs some bits a route.
 *
 *   sealed: feeds: count, then: feed text, token, at | blocks: count, then: id text
 *           | feeds by row class: count, then a number each | rows: count, then what each adds to the one before
 */
const version = 1;
const largestRepeats = 32 * 1024 * 1024;
const leastOctets = { feed: 4, block: 3, rowClass: 1, row: 1 } as const;

/** When a commit repeated the rows of a feed: that of the first of them, as nothing happened to the feed in between. */
export interface Repetition {
  token: Token;
  /** Milliseconds since 1970. */
  at: number;
}

/** The rows of one block that a commit repeats. */
export interface BlockRepeats {
  id: string;
  /** By the block's row classes, which the manifest may no longer know. */
  feeds: readonly FeedKey[];
  /** Places in the block, ascending. */
  rows: readonly number[];
}

export interface Repeats {
  repetitions: ReadonlyMap<FeedKey, Repetition>;
  blocks: readonly BlockRepeats[];
}

export function encodeRepeats({ repetitions, blocks }: Repeats): Uint8Array {
  const body = new OctetWriter();
  const feeds = new Numbering(repetitions.keys());
  body.unsigned(repetitions.size);
  for (const [feed, { token, at }] of repetitions) {
    body.text(feed);
    writeToken(body, token);
    body.unsigned(at);
  }
  body.unsigned(blocks.length);
  for (const block of blocks) writeBlock(body, block, feeds);
  return sealed(version, body.finish());
}

/** A class of another feed is none of those that repeat. */
const noFeed = 0;

function writeBlock(writer: OctetWriter, { id, feeds: classes, rows }: BlockRepeats, feeds: Numbering<FeedKey>): void {
  const known = new Set(feeds.values);
  writer.text(id);
  writer.unsigned(classes.length);
  for (const feed of classes) writer.unsigned(known.has(feed) ? feeds.of(feed) + 1 : noFeed);
  writer.unsigned(rows.length);
  let last = 0;
  for (const row of rows) {
    writer.unsigned(row - last);
    last = row;
  }
}

/** @throws DamageError | VersionError */
export function decodeRepeats(octets: unknown): Repeats {
  const reader = new OctetReader(unsealed(version, octets, largestRepeats));
  const repetitions = Array.from({ length: reader.count(leastOctets.feed) }, (): [FeedKey, Repetition] => [
    reader.text(),
    { token: readToken(reader), at: reader.unsigned() },
  ]);
  const feeds = repetitions.map(([feed]) => feed);
  const blocks = Array.from({ length: reader.count(leastOctets.block) }, () => readBlock(reader, feeds));
  return { repetitions: new Map(repetitions), blocks };
}

function readBlock(reader: OctetReader, feeds: readonly FeedKey[]): BlockRepeats {
  const id = reader.text();
  const classes = Array.from({ length: reader.count(leastOctets.rowClass) }, () => feeds[reader.unsigned() - 1] ?? '');
  let row = 0;
  const rows = Array.from({ length: reader.count(leastOctets.row) }, () => {
    row += reader.unsigned();
    return row;
  });
  return { id, feeds: classes, rows };
}

/** The repeats of one block by one commit. */
export interface CommitRepeats extends BlockRepeats {
  version: number;
  repetitions: Repeats['repetitions'];
}

/** What a row of a block says as repeated by commits, oldest first. */
export class RepeatedRows {
  readonly #byRow = new Map<number, CommitRepeats[]>();

  constructor(repeats: readonly CommitRepeats[]) {
    for (const ofCommit of repeats) {
      for (const row of ofCommit.rows) {
        const known = this.#byRow.get(row);
        if (known) known.push(ofCommit);
        else this.#byRow.set(row, [ofCommit]);
      }
    }
  }

  of(place: number, row: Pick<LogRow, 'key' | 'feed' | 'nlri' | 'set'>): readonly LogRow[] {
    const { key, feed, nlri, set } = row;
    return (this.#byRow.get(place) ?? none).flatMap(({ version: commit, repetitions }) => {
      const repetition = repetitions.get(feed);
      return repetition ? [{ key, feed, nlri, set, version: commit, ...repetition }] : [];
    });
  }
}

const none: readonly CommitRepeats[] = [];

/** All that a commit repeats of a block, as rows in their order. @throws DamageError */
export function rowsOfRepeats(block: Block, repeats: CommitRepeats): LogRow[] {
  const repeated = new RepeatedRows([repeats]);
  return [...block.rows()].flatMap(({ place, rowClass, key, nlri, set }) =>
    repeated.of(place, { key, feed: repeats.feeds[rowClass] ?? '', nlri, set }),
  );
}
