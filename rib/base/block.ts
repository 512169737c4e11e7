import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { PrefixFilter } from '../log/segment.ts';
import { NlriCursor, NlriWriter } from '../log/segment-nlri.ts';
import { Numbering } from '../octets/numbering.ts';
import { OctetReader, OctetWriter } from '../octets/octets.ts';
import { latin1, octetsOf } from '../octets/octets-text.ts';
import { Recency } from '../octets/recency.ts';
import { sealed, unsealed } from '../octets/sealed.ts';
import type { RouteKey } from '../rows/route-key.ts';
import { routeKeyOf } from '../rows/route-key.ts';
import type { SetText } from '../rows/row.ts';

/*
 * Some two thousand rows of a base, in their order and by column, since like lies well with like.
 *
 *   sealed: number of rows | classes, one a row | times, one a row | attribute sets, one a row | NLRI
 *   column of numbers: how many different | unless that is one: a number each
 *   times: different ones: count, then: first seen and last changed (seconds, each to the one before) | column
 *   sets: different ones: count, then sized | a number each: how many others were used since its last use, plus 1; 0: its first
 */
const version = 1;
const largestBlock = 32 * 1024 * 1024;
const leastOctets = { time: 2, set: 1 } as const;

/**
 * A row of a block. Its class is a number that the block's entry in the manifest gives a feed and a token: so a whole block
 * is confirmed by a new dump without being written again.
 */
export interface BlockRow {
  /** In the block, from 0. */
  place: number;
  key: RouteKey;
  nlri: Nlri;
  rowClass: number;
  /** Whole seconds since 1970. */
  firstSeen: number;
  lastChanged: number;
  set: SetText;
}

export function encodeBlock(rows: readonly Omit<BlockRow, 'key' | 'place'>[]): Uint8Array {
  const body = new OctetWriter();
  body.unsigned(rows.length);
  writeColumn(body, rows, ({ rowClass }) => rowClass);
  writeTimes(body, rows);
  writeSets(body, rows);
  const nlris = new NlriWriter(body);
  for (const { nlri } of rows) nlris.write(nlri);
  return sealed(version, body.finish());
}

type Row = Omit<BlockRow, 'key' | 'place'>;

function writeColumn(writer: OctetWriter, rows: readonly Row[], numberOf: (row: Row) => number): void {
  const highest = rows.reduce((most, row) => Math.max(most, numberOf(row)), 0);
  writer.unsigned(highest);
  if (highest > 0) for (const row of rows) writer.unsigned(numberOf(row));
}

function writeTimes(writer: OctetWriter, rows: readonly Row[]): void {
  const numbers = new Map<string, number>();
  const times = new OctetWriter();
  const last = { firstSeen: 0, lastChanged: 0 };
  const numberOf = ({ firstSeen, lastChanged }: Row): number => {
    const name = `${firstSeen} ${lastChanged}`;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    times.signed(firstSeen - last.firstSeen);
    times.signed(lastChanged - last.lastChanged);
    Object.assign(last, { firstSeen, lastChanged });
    return numbers.size - 1;
  };
  const column = rows.map(numberOf);
  writer.unsigned(numbers.size);
  writer.octets(times.finish());
  if (numbers.size > 1) for (const number of column) writer.unsigned(number);
}

function writeSets(writer: OctetWriter, rows: readonly Row[]): void {
  const recent = new Recency();
  const numbers = new Numbering<SetText>();
  const column = new OctetWriter();
  for (const { set } of rows) column.unsigned(recent.use(numbers.of(set)));
  const sets = numbers.values;
  writer.unsigned(sets.length);
  for (const set of sets) writer.sized(octetsOf(set));
  writer.octets(column.finish());
}

/** A block, held in columns; rows are made as they are passed. */
export class Block {
  readonly count: number;
  /** About how much memory it takes. */
  readonly heldOctets: number;
  readonly #family: string;
  readonly #classes: Uint32Array;
  readonly #firstSeen: Float64Array;
  readonly #lastChanged: Float64Array;
  readonly #sets: Uint8Array[];
  readonly #set: Uint32Array;
  readonly #nlris: Uint8Array;

  /** @throws DamageError | VersionError when the octets are not what `encodeBlock` wrote. */
  constructor(octets: unknown, family: string) {
    const body = unsealed(version, octets, largestBlock);
    const reader = new OctetReader(body);
    this.#family = family;
    this.count = reader.count(2);
    this.#classes = new Uint32Array(this.count);
    this.#firstSeen = new Float64Array(this.count);
    this.#lastChanged = new Float64Array(this.count);
    this.#set = new Uint32Array(this.count);
    if (reader.unsigned() > 0) for (let row = 0; row < this.count; row += 1) this.#classes[row] = reader.unsigned();
    this.#readTimes(reader);
    this.#sets = Array.from({ length: reader.count(leastOctets.set) }, () => reader.sized());
    this.#readSetColumn(reader);
    this.#nlris = reader.octets(reader.remaining);
    this.heldOctets = body.length + this.count * 24 + this.#sets.length * 100;
  }

  /** All rows in their order, or those whose prefix the filter passes. @throws DamageError */
  *rows(filter?: PrefixFilter): Generator<BlockRow> {
    const reader = new OctetReader(this.#nlris);
    const cursor = new NlriCursor(reader);
    const keyOf = routeKeyOf(this.#family);
    const texts: SetText[] = [];
    for (let row = 0; row < this.count; row += 1) {
      cursor.advance();
      if (filter && (cursor.nlri !== null || !filter(cursor.prefixLength, cursor.address))) continue;
      const number = this.#set[row] ?? 0;
      texts[number] ??= latin1(this.#sets[number] ?? missing(reader));
      yield {
        place: row,
        key: keyOf(cursor),
        nlri: cursor.toNlri(),
        rowClass: this.#classes[row] ?? 0,
        firstSeen: this.#firstSeen[row] ?? 0,
        lastChanged: this.#lastChanged[row] ?? 0,
        set: texts[number],
      };
    }
    if (reader.remaining > 0) throw reader.error('octets after the last row');
  }

  #readTimes(reader: OctetReader): void {
    const count = reader.count(leastOctets.time);
    const times = { firstSeen: new Float64Array(count), lastChanged: new Float64Array(count) };
    let firstSeen = 0;
    let lastChanged = 0;
    for (let number = 0; number < count; number += 1) {
      times.firstSeen[number] = firstSeen += reader.signed();
      times.lastChanged[number] = lastChanged += reader.signed();
    }
    for (let row = 0; row < this.count; row += 1) {
      const number = count > 1 ? reader.unsigned() : 0;
      this.#firstSeen[row] = times.firstSeen[number] ?? missing(reader);
      this.#lastChanged[row] = times.lastChanged[number] ?? missing(reader);
    }
  }

  #readSetColumn(reader: OctetReader): void {
    const recent = new Recency();
    for (let row = 0; row < this.count; row += 1) {
      const place = reader.unsigned();
      this.#set[row] = place === 0 ? recent.add() : (recent.at(place) ?? missing(reader));
    }
  }
}

function missing(reader: OctetReader): never {
  throw reader.error('a number without a value');
}
