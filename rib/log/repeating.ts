import type { AttributeSet } from '#model/record.ts';
import type { Token } from '#model/token.ts';
import type { Block, BlockRow } from '../base/block.ts';
import type { BlockReader } from '../base/block-reader.ts';
import { type BlockEntry, floorEntry, type Manifest } from '../base/manifest.ts';
import { DamageError, VersionError } from '../octets/octets.ts';
import { latin1 } from '../octets/octets-text.ts';
import { storedSet } from '../octets/stored-set.ts';
import { sameNlri } from '../rows/announced.ts';
import { comparePositions, type FeedKey, type SetText } from '../rows/row.ts';
import type { BlockRepeats, Repeats, Repetition } from './repeats.ts';
import type { PlacedRow } from './segment.ts';

/**
 * Octets of blocks that may be read to save writing a row, of some six octets: a unit of writing is one kilobyte and costs as
 * much as five of reading, which are eight kilobytes each.
 */
const readForRow = 240;
const blocksAtOnce = 16;

export interface RepeatingProps {
  routerId: string;
  family: string;
  rows: readonly PlacedRow[];
  manifest: Manifest;
  blocks: BlockReader;
  /** Feeds whose dump is on, and serves an older one meanwhile; with their incarnation. */
  learning: ReadonlyMap<FeedKey, Token>;
}

/** Rows that say something new, as they came, and what the others repeat. */
export interface Divided {
  rows: readonly PlacedRow[];
  repeats: Repeats | null;
}

/** Tells rows of a repeated dump that say nothing new from the others. A block that cannot be read repeats nothing. */
export async function divideRows(props: RepeatingProps): Promise<Divided> {
  const { rows, manifest, learning } = props;
  const candidates = rows.filter(
    ({ feed, row }) => row.attributes !== null && row.token >= (learning.get(feed) ?? never),
  );
  const byEntry = Map.groupBy(candidates.toSorted(comparePositions), (row) => floorEntry(manifest.entries, row));
  byEntry.delete(-1);
  const toRead = [...byEntry.keys()].reduce((sum, index) => sum + (manifest.entries[index]?.octets ?? 0), 0);
  if (candidates.length * readForRow < toRead) return { rows, repeats: null };
  const found = new Set<PlacedRow>();
  const repeated: BlockRepeats[] = [];
  const groups = [...byEntry];
  for (let start = 0; start < groups.length; start += blocksAtOnce) {
    const some = groups.slice(start, start + blocksAtOnce);
    const divided = await Promise.all(some.map(([index, ofEntry]) => repeatsOfEntry(props, index, ofEntry, found)));
    repeated.push(...divided.filter((one) => one !== null));
  }
  if (found.size === 0) return { rows, repeats: null };
  return {
    rows: rows.filter((row) => !found.has(row)),
    repeats: { repetitions: repetitionsOf(found), blocks: repeated },
  };
}

/** Above all tokens. */
const never = '~' as Token;

async function repeatsOfEntry(
  { routerId, family, manifest, blocks }: RepeatingProps,
  index: number,
  rows: readonly PlacedRow[],
  found: Set<PlacedRow>,
): Promise<BlockRepeats | null> {
  const entry = manifest.entries[index];
  const block = entry && (await readable(() => blocks.read(routerId, family, entry.id)));
  if (!entry || !block) return null;
  const places = [...matches(block, entry, rows)].map(({ place, row }) => {
    found.add(row);
    return place;
  });
  return places.length === 0 ? null : { id: entry.id, feeds: entry.classes.map(({ feed }) => feed), rows: places };
}

async function readable(read: () => Promise<Block>): Promise<Block | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamageError || error instanceof VersionError) return null;
    throw error;
  }
}

/** Both are in order, and each position is there once. */
function* matches(
  block: Block,
  { classes }: BlockEntry,
  rows: readonly PlacedRow[],
): Generator<{ place: number; row: PlacedRow }> {
  const texts = new Map<AttributeSet, SetText>();
  let next = 0;
  for (const known of block.rows()) {
    const position = { key: known.key, feed: classes[known.rowClass]?.feed ?? '' };
    let row = rows[next];
    while (row !== undefined && comparePositions(row, position) < 0) row = rows[++next];
    if (row === undefined) return;
    if (comparePositions(row, position) === 0 && saysTheSame(known, row, texts)) yield { place: known.place, row };
  }
}

function saysTheSame(known: BlockRow, { row }: PlacedRow, texts: Map<AttributeSet, SetText>): boolean {
  const { attributes, nlri } = row;
  if (attributes === null) return false;
  const text = texts.get(attributes) ?? latin1(storedSet(attributes));
  texts.set(attributes, text);
  return text === known.set && sameNlri(nlri, known.nlri);
}

function repetitionsOf(rows: Iterable<PlacedRow>): Map<FeedKey, Repetition> {
  const first = new Map<FeedKey, Repetition>();
  for (const { feed, row } of rows) {
    const known = first.get(feed);
    if (known === undefined || row.token < known.token) first.set(feed, { token: row.token, at: row.at });
  }
  return first;
}
