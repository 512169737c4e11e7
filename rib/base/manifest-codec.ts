import type { Token } from '#model/token.ts';
import { Numbering } from '../octets/numbering.ts';
import { OctetReader, OctetWriter } from '../octets/octets.ts';
import { sealed, unsealed } from '../octets/sealed.ts';
import { readToken, writeToken } from '../octets/token-codec.ts';
import type { FeedKey, Position } from '../rows/row.ts';
import type { BlockEntry, Damage, FeedVisibility, Manifest, RowClass } from './manifest.ts';

/*
 *   sealed: generation | covered | version | as of | made at | logged
 *           | feeds: count, then: feed text, incarnation, visible from | tokens: count, then a token each | batches: count, then text
 *           | sized default rows, none of them: 0 octets
 *           | damages: count, then: first, 1 and end or 0, token
 *           | entries: count, then: first, covers: count, then u8 each, batch, number in it, octets, written at ±,
 *             classes: count, then: feed, token, rows
 *   position: key text, feed text
 */
const version = 2;
const largestManifest = 64 * 1024 * 1024;
const leastOctets = { feed: 5, token: 2, batch: 1, cover: 1, damage: 5, entry: 9, rowClass: 3 } as const;

export function encodeManifest(manifest: Manifest): Uint8Array {
  const body = new OctetWriter();
  const { generation, covered, version: commit, asOf, madeAt, logged, feeds, entries, defaultRows, damages } = manifest;
  const numbers = {
    feeds: new Numbering(feeds.keys()),
    tokens: new Numbering<Token>(),
    batches: new Numbering<string>(),
  };
  const rows = new OctetWriter();
  let writtenAt = 0;
  for (const entry of entries) {
    writeEntry(rows, entry, numbers, writtenAt);
    writtenAt = entry.writtenAt;
  }
  body.unsigned(generation);
  writeToken(body, covered);
  for (const value of [commit, asOf, madeAt, logged]) body.unsigned(value);
  writeFeeds(body, numbers.feeds.values, feeds);
  writeAll(body, numbers.tokens.values, (token) => writeToken(body, token));
  writeAll(body, numbers.batches.values, (batch) => body.text(batch));
  body.sized(defaultRows ?? noOctets);
  writeAll(body, damages, (damage) => writeDamage(body, damage));
  body.unsigned(entries.length);
  body.octets(rows.finish());
  return sealed(version, body.finish());
}

/** @throws DamageError | VersionError */
export function decodeManifest(octets: unknown): Manifest {
  const reader = new OctetReader(unsealed(version, octets, largestManifest));
  const generation = reader.unsigned();
  const covered = readToken(reader);
  const commit = reader.unsigned();
  const [asOf, madeAt, logged] = [reader.unsigned(), reader.unsigned(), reader.unsigned()];
  const feeds = readAll(reader, leastOctets.feed, (): [FeedKey, FeedVisibility] => [
    reader.text(),
    { incarnation: readToken(reader), visibleFrom: readToken(reader) },
  ]);
  const tokens = readAll(reader, leastOctets.token, () => readToken(reader));
  const batches = readAll(reader, leastOctets.batch, () => reader.text());
  const defaultRows = reader.sized();
  const damages = readAll(reader, leastOctets.damage, () => readDamage(reader));
  const names = { feeds: feeds.map(([feed]) => feed), tokens, batches };
  let writtenAt = 0;
  const entries = readAll(reader, leastOctets.entry, () => {
    const entry = readEntry(reader, names, writtenAt);
    writtenAt = entry.writtenAt;
    return entry;
  });
  return {
    ...{ generation, covered, version: commit, asOf, madeAt, logged, feeds: new Map(feeds), entries },
    defaultRows: defaultRows.length === 0 ? null : defaultRows.slice(),
    damages,
  };
}

const noOctets = new Uint8Array(0);

interface Numbers {
  feeds: Numbering<FeedKey>;
  tokens: Numbering<Token>;
  batches: Numbering<string>;
}

interface Names {
  feeds: readonly FeedKey[];
  tokens: readonly Token[];
  batches: readonly string[];
}

const idSeparator = '.';

/** An id is the name of the compaction that wrote the block, and the block's number in that. */
export const blockId = (batch: string, number: number): string => `${batch}${idSeparator}${number}`;

function writeEntry(writer: OctetWriter, entry: BlockEntry, numbers: Numbers, writtenAt: number): void {
  const [batch = '', number] = entry.id.split(idSeparator);
  writePosition(writer, entry.first);
  writeAll(writer, entry.covers, (length) => writer.octet(length));
  writer.unsigned(numbers.batches.of(batch));
  writer.unsigned(Number(number));
  writer.unsigned(entry.octets);
  writer.signed(entry.writtenAt - writtenAt);
  writeAll(writer, entry.classes, ({ feed, token, rows }) => {
    writer.unsigned(numbers.feeds.of(feed));
    writer.unsigned(numbers.tokens.of(token));
    writer.unsigned(rows);
  });
}

function readEntry(reader: OctetReader, names: Names, writtenAt: number): BlockEntry {
  const first = readPosition(reader);
  const covers = readAll(reader, leastOctets.cover, () => reader.octet());
  const batch = named(names.batches, reader);
  const id = blockId(batch, reader.unsigned());
  const octets = reader.unsigned();
  const at = writtenAt + reader.signed();
  const classes = readAll(reader, leastOctets.rowClass, (): RowClass => {
    return { feed: named(names.feeds, reader), token: named(names.tokens, reader), rows: reader.unsigned() };
  });
  const rows = classes.reduce((sum, rowClass) => sum + rowClass.rows, 0);
  return { id, first, covers, rows, octets, writtenAt: at, classes };
}

function named<Value>(values: readonly Value[], reader: OctetReader): Value {
  const value = values[reader.unsigned()];
  if (value === undefined) throw reader.error('a number without a value');
  return value;
}

function writeFeeds(writer: OctetWriter, keys: readonly FeedKey[], feeds: Manifest['feeds']): void {
  writeAll(writer, keys, (feed) => {
    const known = feeds.get(feed);
    if (!known) throw new RangeError(`a block holds rows of ${feed}, which is no feed`);
    writer.text(feed);
    writeToken(writer, known.incarnation);
    writeToken(writer, known.visibleFrom);
  });
}

function writeDamage(writer: OctetWriter, { first, end, token }: Damage): void {
  writePosition(writer, first);
  writer.octet(end === null ? 0 : 1);
  if (end !== null) writePosition(writer, end);
  writeToken(writer, token);
}

function readDamage(reader: OctetReader): Damage {
  const first = readPosition(reader);
  const end = reader.octet() === 0 ? null : readPosition(reader);
  return { first, end, token: readToken(reader) };
}

function writePosition(writer: OctetWriter, { key, feed }: Position): void {
  writer.text(key);
  writer.text(feed);
}

const readPosition = (reader: OctetReader): Position => ({ key: reader.text(), feed: reader.text() });

function writeAll<Item>(writer: OctetWriter, items: readonly Item[], write: (item: Item) => void): void {
  writer.unsigned(items.length);
  for (const item of items) write(item);
}

const readAll = <Item>(reader: OctetReader, least: number, read: () => Item): Item[] =>
  Array.from({ length: reader.count(least) }, read);
